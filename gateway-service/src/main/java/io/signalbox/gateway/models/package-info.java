/** Which models a caller may name now. */
@NullMarked
package io.signalbox.gateway.models;

import org.jspecify.annotations.NullMarked;
