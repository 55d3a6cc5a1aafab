/** Tests of running attempts. */
@NullMarked
package io.signalbox.apiworker.attempt;

import org.jspecify.annotations.NullMarked;
