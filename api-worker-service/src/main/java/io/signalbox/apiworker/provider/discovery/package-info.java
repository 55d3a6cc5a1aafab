/** Which models the providers have, by what they tell themselves. */
@NullMarked
package io.signalbox.apiworker.provider.discovery;

import org.jspecify.annotations.NullMarked;
