package io.signalbox.standalone.harness;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes one {@link RunningSignalbox} for all of them that run in one JVM: started by
 * the first that asks, killed at the JVM's end as every {@link StandaloneProcess}. Surefire runs
 * each class by itself where it has several JVMs: nothing of JUnit's lives from one to the next.
 */
public final class SharedSignalbox implements ParameterResolver {

    /** One for each test JVM that runs at the same time. */
    private static final Path DIRECTORY =
            Path.of("target", "it", "shared-" + System.getProperty("signalbox.fork", "1"));

    private static @Nullable RunningSignalbox running;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningSignalbox.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared();
    }

    private static synchronized RunningSignalbox shared() {
        RunningSignalbox shared = running;
        if (shared == null) {
            shared = RunningSignalbox.start(DIRECTORY);
            running = shared;
        }
        return shared;
    }
}
