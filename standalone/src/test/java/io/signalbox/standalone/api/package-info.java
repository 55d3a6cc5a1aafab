/** The HTTP interface of a running Signalbox, end to end. */
@NullMarked
package io.signalbox.standalone.api;

import org.jspecify.annotations.NullMarked;
