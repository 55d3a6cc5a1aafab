/** The benchmarks' front door: one class per benchmark, each a picocli command. */
@NullMarked
package io.signalbox.benchmarks;

import org.jspecify.annotations.NullMarked;
