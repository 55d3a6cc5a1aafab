/** What an agent prints, line by line, as steps and as one answer, by its catalog entry alone. */
@NullMarked
package io.signalbox.cliworker.output;

import org.jspecify.annotations.NullMarked;
