/** The only door: HTTP intake, admission, replies and the job store. */
@NullMarked
package io.signalbox.gateway;

import org.jspecify.annotations.NullMarked;
