/** From an order to its result or reroute: the worker's consumer and the order of its writes. */
@NullMarked
package io.signalbox.apiworker.attempt;

import org.jspecify.annotations.NullMarked;
