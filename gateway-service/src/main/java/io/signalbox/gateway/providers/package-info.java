/** How each provider stands now, as the workers tell it. */
@NullMarked
package io.signalbox.gateway.providers;

import org.jspecify.annotations.NullMarked;
