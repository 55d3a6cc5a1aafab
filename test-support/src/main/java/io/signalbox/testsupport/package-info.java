/** Real surroundings without Docker: what all of them share, and builders of records for tests. */
@NullMarked
package io.signalbox.testsupport;

import org.jspecify.annotations.NullMarked;
