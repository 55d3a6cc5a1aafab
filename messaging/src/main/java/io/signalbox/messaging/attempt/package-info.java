/** What a worker writes of an attempt, whichever plane it is on, and in which order. */
@NullMarked
package io.signalbox.messaging.attempt;

import org.jspecify.annotations.NullMarked;
