/** The job API. */
@NullMarked
package io.signalbox.gateway.jobs;

import org.jspecify.annotations.NullMarked;
