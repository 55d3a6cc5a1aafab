/** YAML as a tree that knows its lines, and readers that gather every problem in it. */
@NullMarked
package io.signalbox.catalog.yaml;

import org.jspecify.annotations.NullMarked;
