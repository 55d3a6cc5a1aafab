/**
 * From an agent's entry and what a run fills in: what to start, with which environment, and no
 * more.
 */
@NullMarked
package io.signalbox.cliworker.command;

import org.jspecify.annotations.NullMarked;
