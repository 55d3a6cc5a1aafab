/** The one HTTP client under all model APIs: watches, cancel, and one end per stream. */
@NullMarked
package io.signalbox.apiworker.call.upstream;

import org.jspecify.annotations.NullMarked;
