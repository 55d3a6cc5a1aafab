/** Whether the files in {@code deploy/} fit what is built. */
@NullMarked
package io.signalbox.standalone.deploy;

import org.jspecify.annotations.NullMarked;
