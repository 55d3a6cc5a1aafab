/** The router's consumers: from admitted and reroutes to orders, ends and facts. */
@NullMarked
package io.signalbox.router.dispatch;

import org.jspecify.annotations.NullMarked;
