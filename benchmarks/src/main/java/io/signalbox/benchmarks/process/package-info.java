/** What is measured, as processes of its own, and what the kernel says of them. */
@NullMarked
package io.signalbox.benchmarks.process;

import org.jspecify.annotations.NullMarked;
