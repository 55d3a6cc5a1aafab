/** Vectors of texts: the wire format of each dialect that has them, and the one call they share. */
@NullMarked
package io.signalbox.apiworker.call.embedding;

import org.jspecify.annotations.NullMarked;
