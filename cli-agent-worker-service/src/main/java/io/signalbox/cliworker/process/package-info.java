/** One agent's process: started, listened to, limited, and gone with all that it started. */
@NullMarked
package io.signalbox.cliworker.process;

import org.jspecify.annotations.NullMarked;
