/**
 * From a job, the catalog and the fleet to a plan: candidates in order, exclusions with reasons.
 */
@NullMarked
package io.signalbox.router.plan;

import org.jspecify.annotations.NullMarked;
