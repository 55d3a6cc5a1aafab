/** A whole Kafka (broker and controller) inside this JVM, for tests and for standalone. */
@NullMarked
package io.signalbox.testsupport.kafka;

import org.jspecify.annotations.NullMarked;
