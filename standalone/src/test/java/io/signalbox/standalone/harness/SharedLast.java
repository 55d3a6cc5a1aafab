package io.signalbox.standalone.harness;

import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test classes that share one Signalbox come last, so that it does not run beside the processes
 * that the others start; else by name, on every machine alike. Named in {@code
 * junit-platform.properties}.
 */
public final class SharedLast implements ClassOrderer {

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors()
                .sort(
                        Comparator.comparing(SharedLast::isShared)
                                .thenComparing(test -> test.getTestClass().getName()));
    }

    private static boolean isShared(ClassDescriptor test) {
        return test.findRepeatableAnnotations(ExtendWith.class).stream()
                .flatMap(with -> Arrays.stream(with.value()))
                .anyMatch(SharedSignalbox.class::equals);
    }
}
