/** Shows the catalog that this gateway follows. */
@NullMarked
package io.signalbox.gateway.catalog;

import org.jspecify.annotations.NullMarked;
