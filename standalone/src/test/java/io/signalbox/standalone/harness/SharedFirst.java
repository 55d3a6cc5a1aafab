package io.signalbox.standalone.harness;

import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test classes that share one Signalbox come first, so that those {@link AloneOnTheMachine} have
 * none beside them; else by {@link Order} and name, on every machine alike. Those {@link
 * BesideOthers} have an order of their own. Named in {@code junit-platform.properties}.
 */
public final class SharedFirst implements ClassOrderer {

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors()
                .sort(
                        Comparator.comparing(SharedFirst::isOnItsOwn)
                                .thenComparingInt(SharedFirst::place)
                                .thenComparing(test -> test.getTestClass().getName()));
    }

    private static int place(ClassDescriptor test) {
        return test.findAnnotation(Order.class).map(Order::value).orElse(Order.DEFAULT);
    }

    private static boolean isOnItsOwn(ClassDescriptor test) {
        return test.findRepeatableAnnotations(ExtendWith.class).stream()
                .flatMap(with -> Arrays.stream(with.value()))
                .noneMatch(SharedSignalbox.class::equals);
    }
}
