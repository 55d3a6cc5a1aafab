/** Jobs that wait: held here for a moment, else on the waiting topics until their time comes. */
@NullMarked
package io.signalbox.router.waiting;

import org.jspecify.annotations.NullMarked;
