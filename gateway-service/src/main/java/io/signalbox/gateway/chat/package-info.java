/** The OpenAI chat completions form, plain and streamed. */
@NullMarked
package io.signalbox.gateway.chat;

import org.jspecify.annotations.NullMarked;
