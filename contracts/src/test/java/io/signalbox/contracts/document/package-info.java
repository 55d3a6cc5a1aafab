/** Makes docs/events out of the records and holds both in step. */
@NullMarked
package io.signalbox.contracts.document;

import org.jspecify.annotations.NullMarked;
