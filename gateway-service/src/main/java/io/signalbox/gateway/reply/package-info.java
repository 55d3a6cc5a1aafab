/** Wakes whoever waits for a job here: results and chunks of this instance's reply partition. */
@NullMarked
package io.signalbox.gateway.reply;

import org.jspecify.annotations.NullMarked;
