/** {@code POST /v1/embeddings}: vectors of texts, in the OpenAI form. */
@NullMarked
package io.signalbox.gateway.embedding;

import org.jspecify.annotations.NullMarked;
