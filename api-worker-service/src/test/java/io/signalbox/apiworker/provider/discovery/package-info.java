/** Tests of what providers are found to have. */
@NullMarked
package io.signalbox.apiworker.provider.discovery;

import org.jspecify.annotations.NullMarked;
