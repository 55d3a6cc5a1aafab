/** What this worker can do with each provider, and what it uses for it: keys, permits, reports. */
@NullMarked
package io.signalbox.apiworker.provider;

import org.jspecify.annotations.NullMarked;
