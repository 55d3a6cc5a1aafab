/** A service as a process of its own. */
@NullMarked
package io.signalbox.messaging.process;

import org.jspecify.annotations.NullMarked;
