/** Ollama's own wire format: chat, stream and list over {@code /api}. */
@NullMarked
package io.signalbox.apiworker.call.ollama;

import org.jspecify.annotations.NullMarked;
