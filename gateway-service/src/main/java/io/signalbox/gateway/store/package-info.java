/** Keeps every job with its timeline and result in Postgres, off the hot path. */
@NullMarked
package io.signalbox.gateway.store;

import org.jspecify.annotations.NullMarked;
