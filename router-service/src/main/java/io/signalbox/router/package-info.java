/** Decides who does a job, and what happens when they fail. Calls no provider. */
@NullMarked
package io.signalbox.router;

import org.jspecify.annotations.NullMarked;
