/** One run of one attempt: what the agent is told, what came of it, and what is written of it. */
@NullMarked
package io.signalbox.cliworker.run;

import org.jspecify.annotations.NullMarked;
