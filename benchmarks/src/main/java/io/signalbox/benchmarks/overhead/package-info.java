/** What Signalbox adds to a call, beside what Kafka alone and another gateway add. */
@NullMarked
package io.signalbox.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
