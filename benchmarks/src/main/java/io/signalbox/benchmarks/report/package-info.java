/** How figures leave: a table for people, JSON for machines. */
@NullMarked
package io.signalbox.benchmarks.report;

import org.jspecify.annotations.NullMarked;
