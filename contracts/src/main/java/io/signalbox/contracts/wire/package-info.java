/** How records travel: topics, header names, JSON. */
@NullMarked
package io.signalbox.contracts.wire;

import org.jspecify.annotations.NullMarked;
