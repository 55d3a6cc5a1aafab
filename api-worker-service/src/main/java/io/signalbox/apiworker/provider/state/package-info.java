/**
 * What this worker's calls have shown of each provider: its keys, cool-downs, health and limits.
 */
@NullMarked
package io.signalbox.apiworker.provider.state;

import org.jspecify.annotations.NullMarked;
