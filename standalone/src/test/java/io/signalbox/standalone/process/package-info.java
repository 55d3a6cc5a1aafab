/** Signalbox as a process: its start, its end, and its being killed. */
@NullMarked
package io.signalbox.standalone.process;

import org.jspecify.annotations.NullMarked;
