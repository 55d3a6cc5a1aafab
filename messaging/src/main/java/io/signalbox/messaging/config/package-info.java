/** Owns the ranges of the services' settings and how a start with a setting outside is refused. */
@NullMarked
package io.signalbox.messaging.config;

import org.jspecify.annotations.NullMarked;
