/** From files to a catalog: finding, overlaying, reading each section, checking every name. */
@NullMarked
package io.signalbox.catalog.load;

import org.jspecify.annotations.NullMarked;
