/** The official OpenAI client libraries, unchanged, against a running Signalbox. */
@NullMarked
package io.signalbox.standalone.sdk;

import org.jspecify.annotations.NullMarked;
