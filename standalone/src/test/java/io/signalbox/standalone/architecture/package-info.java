/** The rules of the house, over the classes of every module. */
@NullMarked
package io.signalbox.standalone.architecture;

import org.jspecify.annotations.NullMarked;
