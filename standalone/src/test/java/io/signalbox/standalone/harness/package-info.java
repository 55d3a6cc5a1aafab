/** What the end-to-end tests stand on: the real process, the simulated providers, a caller. */
@NullMarked
package io.signalbox.standalone.harness;

import org.jspecify.annotations.NullMarked;
