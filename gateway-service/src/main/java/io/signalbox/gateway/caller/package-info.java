/** Callers that wait on their own connection for the end of their job. */
@NullMarked
package io.signalbox.gateway.caller;

import org.jspecify.annotations.NullMarked;
