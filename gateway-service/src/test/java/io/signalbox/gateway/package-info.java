/** Tests of the gateway as a whole, on a real broker. */
@NullMarked
package io.signalbox.gateway;

import org.jspecify.annotations.NullMarked;
