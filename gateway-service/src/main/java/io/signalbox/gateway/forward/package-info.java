/** Hands readings on to the service that owns them. */
@NullMarked
package io.signalbox.gateway.forward;

import org.jspecify.annotations.NullMarked;
