package io.signalbox.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.signalbox.catalog.load.CatalogException;
import io.signalbox.messaging.config.SettingProblems;
import io.signalbox.testsupport.DirectoryInUseException;
import io.signalbox.testsupport.PortInUseException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * {@code signalbox up}: starts Postgres and the broker, then the services, and stops them in the
 * other order. Exit code 0 after Ctrl-C or TERM, 2 where something was asked for that cannot be, 1
 * where something broke.
 */
@QuarkusMain
public final class Main {

    private static final int BROKE = 1;
    private static final int CANNOT = 2;

    private Main() {}

    public static void main(String[] args) {
        UpOptions options = new UpOptions();
        CommandLine commandLine = new CommandLine(options);
        try {
            commandLine.parseArgs(args);
        } catch (ParameterException e) {
            System.err.println("signalbox: " + e.getMessage() + "; see signalbox up --help");
            System.exit(CANNOT);
        }
        if (options.help) {
            commandLine.usage(System.out);
            return;
        }
        Ending ending = Ending.install();
        try {
            run(options, args, ending);
        } catch (DirectoryInUseException | PortInUseException | CatalogException e) {
            System.err.println("signalbox: " + e.getMessage());
            ending.failWith(CANNOT);
        } catch (RuntimeException | Error e) {
            couldNotStart(e, ending);
        }
        ending.end();
    }

    private static void run(UpOptions options, String[] args, Ending ending) {
        Surroundings surroundings = Surroundings.start(options);
        ending.isAround(surroundings);
        if (ending.isAsked()) {
            return;
        }
        surroundings.configure();
        Quarkus.run(
                Services.class,
                (exitCode, failure) -> {
                    if (failure != null) {
                        couldNotStart(failure, ending);
                    }
                    ending.servicesStopped();
                },
                args);
    }

    /** A start that was broken off because the process is to end has not failed. */
    private static void couldNotStart(Throwable failure, Ending ending) {
        if (!ending.isAsked()) {
            Optional<String> settings = SettingProblems.in(failure);
            System.err.println(
                    "signalbox: " + settings.orElseGet(() -> "could not start: " + failure));
            ending.failWith(settings.isPresent() ? CANNOT : BROKE);
        }
    }
}
