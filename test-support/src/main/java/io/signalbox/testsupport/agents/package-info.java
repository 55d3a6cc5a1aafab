/**
 * Real command-line coding agents for tests: fixed versions, installed once per user, and what a
 * simulated provider must say to each to make it answer, edit and fail.
 */
@NullMarked
package io.signalbox.testsupport.agents;

import org.jspecify.annotations.NullMarked;
