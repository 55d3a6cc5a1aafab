/** How services write and read the topics: envelope, publisher, replay, readers by assignment. */
@NullMarked
package io.signalbox.messaging;

import org.jspecify.annotations.NullMarked;
