/** Real command-line agents, through all of Signalbox. */
@NullMarked
package io.signalbox.standalone.agents;

import org.jspecify.annotations.NullMarked;
