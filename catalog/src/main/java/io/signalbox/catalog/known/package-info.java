/** The registry together with what providers' own lists tell, and questions to it. */
@NullMarked
package io.signalbox.catalog.known;

import org.jspecify.annotations.NullMarked;
