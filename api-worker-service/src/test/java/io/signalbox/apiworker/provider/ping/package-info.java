@NullMarked
package io.signalbox.apiworker.provider.ping;

import org.jspecify.annotations.NullMarked;
