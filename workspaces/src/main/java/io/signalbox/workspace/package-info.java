/**
 * Owns the directories in which coding jobs are done: made from what a job names, read for what
 * changed, removed or kept; the caller's own repository is read, never written, but for a branch
 * asked for.
 */
@NullMarked
package io.signalbox.workspace;

import org.jspecify.annotations.NullMarked;
