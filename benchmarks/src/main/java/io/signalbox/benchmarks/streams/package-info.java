/** Whether many slow streams at once keep their pace. */
@NullMarked
package io.signalbox.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
