/** What a SIGKILL in the middle of work costs. */
@NullMarked
package io.signalbox.benchmarks.kill;

import org.jspecify.annotations.NullMarked;
