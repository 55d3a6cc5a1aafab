/**
 * Owns the directories in which agents work: made from what a job names, read for what changed,
 * removed or kept; the caller's own repository is read, never written, but for a branch asked for.
 */
@NullMarked
package io.signalbox.cliworker.workspace;

import org.jspecify.annotations.NullMarked;
