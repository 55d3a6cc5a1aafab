/** Counts tokens before a call, without asking anybody: exactly where a tokenizer is public. */
@NullMarked
package io.signalbox.tokens;

import org.jspecify.annotations.NullMarked;
