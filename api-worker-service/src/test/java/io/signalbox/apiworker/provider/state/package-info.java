/** Tests of what calls show of a provider. */
@NullMarked
package io.signalbox.apiworker.provider.state;

import org.jspecify.annotations.NullMarked;
