/** Follows a job: what its records tell, as server-sent events, from any moment on. */
@NullMarked
package io.signalbox.gateway.follow;

import org.jspecify.annotations.NullMarked;
