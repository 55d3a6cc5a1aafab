/** Which jobs are cancelled. */
@NullMarked
package io.signalbox.messaging.cancel;

import org.jspecify.annotations.NullMarked;
