package io.signalbox.standalone.harness;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes one {@link RunningSignalbox} for all of them: started by the first that asks,
 * closed before the first {@link AloneOnTheMachine}, or when the last test has ended.
 */
public final class SharedSignalbox implements ParameterResolver {

    private static final Path DIRECTORY = Path.of("target", "it", "shared");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningSignalbox.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context)
                .computeIfAbsent(
                        RunningSignalbox.class,
                        key -> RunningSignalbox.start(DIRECTORY),
                        RunningSignalbox.class);
    }

    /** Ends it where it runs; who asks for it later gets another one. */
    static void close(ExtensionContext context) {
        RunningSignalbox shared =
                store(context).remove(RunningSignalbox.class, RunningSignalbox.class);
        if (shared != null) {
            shared.close();
        }
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(SharedSignalbox.class));
    }
}
