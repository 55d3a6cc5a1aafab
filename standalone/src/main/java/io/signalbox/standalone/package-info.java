/** All services in one JVM, with a broker and a database of its own. */
@NullMarked
package io.signalbox.standalone;

import org.jspecify.annotations.NullMarked;
