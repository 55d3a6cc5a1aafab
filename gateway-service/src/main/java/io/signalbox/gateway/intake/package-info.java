/** Jobs that come by Kafka, and what goes back there: replies and dead letters. */
@NullMarked
package io.signalbox.gateway.intake;

import org.jspecify.annotations.NullMarked;
