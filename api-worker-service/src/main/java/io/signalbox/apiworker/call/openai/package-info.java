/** The Chat Completions wire format, as OpenAI and every compatible server speak it. */
@NullMarked
package io.signalbox.apiworker.call.openai;

import org.jspecify.annotations.NullMarked;
