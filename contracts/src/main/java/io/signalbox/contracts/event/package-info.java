/** The records on the topics. Past tense is a fact; each type carries a version in its name. */
@NullMarked
package io.signalbox.contracts.event;

import org.jspecify.annotations.NullMarked;
