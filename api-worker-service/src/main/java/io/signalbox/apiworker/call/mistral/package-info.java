/** Mistral's API: the Chat Completions format with differences of its own. */
@NullMarked
package io.signalbox.apiworker.call.mistral;

import org.jspecify.annotations.NullMarked;
