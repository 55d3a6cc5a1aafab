/**
 * Simulated model providers: real wire formats over loopback, scripted answers, scripted faults.
 */
@NullMarked
package io.signalbox.testsupport.simulator;

import org.jspecify.annotations.NullMarked;
