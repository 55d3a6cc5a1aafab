/**
 * Every dialect against every fault and every feature: runs the tests that hold it and prints their
 * tables.
 */
@NullMarked
package io.signalbox.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
