/** What {@code docs/providers.md} shows, as it is shown there. */
@NullMarked
package io.signalbox.apiworker.call.guide;

import org.jspecify.annotations.NullMarked;
