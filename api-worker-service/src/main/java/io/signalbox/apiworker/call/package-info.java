/** The upstream call: one attempt against one model API, with every way it can end as a value. */
@NullMarked
package io.signalbox.apiworker.call;

import org.jspecify.annotations.NullMarked;
