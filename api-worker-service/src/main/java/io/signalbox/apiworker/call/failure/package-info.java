/** From what went wrong with a call to a class of the one list, and words a caller may see. */
@NullMarked
package io.signalbox.apiworker.call.failure;

import org.jspecify.annotations.NullMarked;
