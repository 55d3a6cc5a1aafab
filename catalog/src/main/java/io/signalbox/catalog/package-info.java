/** The catalog: what the operator configured, laid over the shipped defaults, validated whole. */
@NullMarked
package io.signalbox.catalog;

import org.jspecify.annotations.NullMarked;
