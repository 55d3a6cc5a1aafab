/** Takes a job in: checks it, gives it an id and a deadline, has the broker keep it. */
@NullMarked
package io.signalbox.gateway.admission;

import org.jspecify.annotations.NullMarked;
