/** The way of one call from its request to its outcome, the same for every dialect. */
@NullMarked
package io.signalbox.apiworker.call.run;

import org.jspecify.annotations.NullMarked;
