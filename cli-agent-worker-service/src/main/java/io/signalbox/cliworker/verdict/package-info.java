/** Whether a run of an agent succeeded, and if not, in which public class and words. */
@NullMarked
package io.signalbox.cliworker.verdict;

import org.jspecify.annotations.NullMarked;
