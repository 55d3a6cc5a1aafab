/**
 * What a caller asked for and how it ended: the public job and result, as fixed in docs/interfaces.
 */
@NullMarked
package io.signalbox.contracts.job;

import org.jspecify.annotations.NullMarked;
