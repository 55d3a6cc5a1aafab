/** The services as processes of their own, several of each, and what happens when some die. */
@NullMarked
package io.signalbox.standalone.cluster;

import org.jspecify.annotations.NullMarked;
