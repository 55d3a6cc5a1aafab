/** A PostgreSQL server as a child process, from unpacked binaries, for tests and for standalone. */
@NullMarked
package io.signalbox.testsupport.postgres;

import org.jspecify.annotations.NullMarked;
