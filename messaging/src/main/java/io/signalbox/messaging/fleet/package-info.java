/** What workers can do now, as the fleet topic tells it. */
@NullMarked
package io.signalbox.messaging.fleet;

import org.jspecify.annotations.NullMarked;
