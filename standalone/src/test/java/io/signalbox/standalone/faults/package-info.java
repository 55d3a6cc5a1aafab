/** Every fault of a provider against the whole of Signalbox, and the document that tells of it. */
@NullMarked
package io.signalbox.standalone.faults;

import org.jspecify.annotations.NullMarked;
