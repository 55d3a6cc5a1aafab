package io.signalbox.messaging.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * From where to where a setting may go, both included; for numbers and durations, in an {@code
 * Optional} or as the values of a map too. A value outside ends the start.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Range {

    /** A number, or a duration such as {@code 250ms}. */
    String least();

    /** The same. */
    String most();
}
