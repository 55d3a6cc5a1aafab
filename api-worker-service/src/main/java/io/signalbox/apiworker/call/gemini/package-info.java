/** Google's own format for Gemini, {@code models/{model}:streamGenerateContent}. */
@NullMarked
package io.signalbox.apiworker.call.gemini;

import org.jspecify.annotations.NullMarked;
