/** What all HTTP answers share: error bodies, trace ids, the loopback rule. */
@NullMarked
package io.signalbox.gateway.http;

import org.jspecify.annotations.NullMarked;
