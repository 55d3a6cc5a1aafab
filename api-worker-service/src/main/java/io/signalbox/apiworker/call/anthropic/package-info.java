/** Anthropic's Messages API, spoken without LangChain4j. */
@NullMarked
package io.signalbox.apiworker.call.anthropic;

import org.jspecify.annotations.NullMarked;
