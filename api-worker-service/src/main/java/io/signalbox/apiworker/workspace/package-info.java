/**
 * Owns what a workspace is to a model: files in its prompt before the call, and after it a diff
 * that is tried on them. The model itself touches nothing.
 */
@NullMarked
package io.signalbox.apiworker.workspace;

import org.jspecify.annotations.NullMarked;
