/** How each provider stands now, as the workers and the ledger tell it. */
@NullMarked
package io.signalbox.gateway.providers;

import org.jspecify.annotations.NullMarked;
