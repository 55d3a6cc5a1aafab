/** Tests of what is known of each provider here. */
@NullMarked
package io.signalbox.apiworker.provider;

import org.jspecify.annotations.NullMarked;
