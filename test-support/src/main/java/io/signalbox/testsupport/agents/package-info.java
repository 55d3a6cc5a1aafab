/**
 * Command-line coding agents for tests: real ones in fixed versions, installed once per user, what
 * a simulated provider must say to each to make it answer, edit and fail, and one that does as
 * told.
 */
@NullMarked
package io.signalbox.testsupport.agents;

import org.jspecify.annotations.NullMarked;
