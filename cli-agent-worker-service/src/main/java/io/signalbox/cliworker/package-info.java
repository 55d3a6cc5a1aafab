/** One attempt by one command-line agent in one workspace. */
@NullMarked
package io.signalbox.cliworker;

import org.jspecify.annotations.NullMarked;
