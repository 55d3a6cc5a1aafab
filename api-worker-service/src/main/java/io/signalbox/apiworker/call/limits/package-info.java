/**
 * What providers tell of their rate limits, in headers and in errors: how much is left, and until
 * when to stay away.
 */
@NullMarked
package io.signalbox.apiworker.call.limits;

import org.jspecify.annotations.NullMarked;
