/** One attempt against one model API. */
@NullMarked
package io.signalbox.apiworker;

import org.jspecify.annotations.NullMarked;
