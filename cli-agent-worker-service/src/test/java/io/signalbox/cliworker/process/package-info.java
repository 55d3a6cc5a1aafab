@NullMarked
package io.signalbox.cliworker.process;

import org.jspecify.annotations.NullMarked;
