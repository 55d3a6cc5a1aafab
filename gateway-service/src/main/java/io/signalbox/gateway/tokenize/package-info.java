/** {@code POST /v1/tokenize}: how many tokens a text or a conversation has for a model. */
@NullMarked
package io.signalbox.gateway.tokenize;

import org.jspecify.annotations.NullMarked;
