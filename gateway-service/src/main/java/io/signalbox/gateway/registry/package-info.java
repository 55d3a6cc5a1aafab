/** Questions to the registry of models. */
@NullMarked
package io.signalbox.gateway.registry;

import org.jspecify.annotations.NullMarked;
