/** Which agents this worker can run: looked for, given slots, told to the fleet. */
@NullMarked
package io.signalbox.cliworker.fleet;

import org.jspecify.annotations.NullMarked;
