/** What follows an attempt, a wait or a plan: an order, a wait or the job's end. Pure. */
@NullMarked
package io.signalbox.router.step;

import org.jspecify.annotations.NullMarked;
