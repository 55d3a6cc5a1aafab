/** Which agents this machine has, which version, and whether somebody is signed in. */
@NullMarked
package io.signalbox.cliworker.detection;

import org.jspecify.annotations.NullMarked;
