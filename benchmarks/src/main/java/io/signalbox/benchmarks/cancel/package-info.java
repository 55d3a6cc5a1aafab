/** How soon a call upstream is broken off once nobody wants it. */
@NullMarked
package io.signalbox.benchmarks.cancel;

import org.jspecify.annotations.NullMarked;
