/** How able candidates are ordered; one small class each. */
@NullMarked
package io.signalbox.router.strategy;

import org.jspecify.annotations.NullMarked;
