/** Whether the models that local servers have in memory still answer, while no job asks them. */
@NullMarked
package io.signalbox.apiworker.provider.ping;

import org.jspecify.annotations.NullMarked;
