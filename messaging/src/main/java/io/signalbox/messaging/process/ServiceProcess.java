package io.signalbox.messaging.process;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.signalbox.messaging.config.SettingProblems;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Runs one service until TERM. What cannot be (a wrong setting, a bad catalog) ends the process
 * with a line on standard error, or one for each setting, and exit code 2; what broke, with its
 * trace in the log and 1.
 */
public final class ServiceProcess {

    private static final Logger LOG = Logger.getLogger(ServiceProcess.class);
    private static final int BROKE = 1;
    private static final int CANNOT = 2;

    private ServiceProcess() {}

    /** Blocks; to be called by {@code main} and nothing else. */
    public static void run(String service, String... args) {
        Quarkus.run(
                null,
                (exitCode, failure) ->
                        System.exit(failure == null ? exitCode : explain(service, failure)),
                args);
    }

    private static int explain(String service, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof PreventFurtherStepsException stopped) {
            return stopped.getExitCode();
        }
        Optional<String> settings = SettingProblems.in(failure);
        if (settings.isPresent()) {
            System.err.println("signalbox %s: %s".formatted(service, settings.get()));
            return CANNOT;
        }
        String line = "signalbox %s: could not start: %s".formatted(service, root.getMessage());
        if (isExpected(root)) {
            System.err.println(line);
            return CANNOT;
        }
        LOG.error(line, failure);
        return BROKE;
    }

    /** Our own exceptions, and Quarkus's about settings and ports, say all there is to know. */
    private static boolean isExpected(Throwable root) {
        return root instanceof ConfigurationException
                || root instanceof QuarkusBindException
                || root.getClass().getName().startsWith("io.signalbox.");
    }
}
