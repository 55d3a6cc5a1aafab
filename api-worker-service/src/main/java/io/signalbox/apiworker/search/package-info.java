/**
 * The search of the web that goes before a call: whether, where, and what of it the model reads.
 */
@NullMarked
package io.signalbox.apiworker.search;

import org.jspecify.annotations.NullMarked;
