/** Whether the broker has the topics that a process uses, as they must be. */
@NullMarked
package io.signalbox.messaging.topics;

import org.jspecify.annotations.NullMarked;
