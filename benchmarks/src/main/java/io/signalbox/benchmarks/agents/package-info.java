/** Real agents, all of them. */
@NullMarked
package io.signalbox.benchmarks.agents;

import org.jspecify.annotations.NullMarked;
