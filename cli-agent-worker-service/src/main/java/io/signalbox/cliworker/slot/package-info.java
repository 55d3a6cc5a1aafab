/**
 * Taking orders from agents' queues: one slot takes one order at a time and holds it while it runs.
 */
@NullMarked
package io.signalbox.cliworker.slot;

import org.jspecify.annotations.NullMarked;
