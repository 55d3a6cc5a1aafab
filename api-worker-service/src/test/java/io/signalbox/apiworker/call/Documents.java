package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents that tests write from what they saw, and compare otherwise. */
final class Documents {

    /** From this module's directory, where its tests run. */
    private static final Path DIRECTORY = Path.of("..", "docs");

    /** From the root of the sources. */
    static final String COMMAND = "./signalbox bench faults --write";

    private Documents() {}

    static void compare(String name, String seen) throws IOException {
        Path document = DIRECTORY.resolve(name);
        if (Boolean.getBoolean("signalbox.docs.write")) {
            Files.writeString(document, seen);
            return;
        }
        assertThat(document).exists();
        assertThat(Files.readString(document))
                .as(
                        "docs/%s tells something else than what was seen; if the change is meant,"
                                + " write it anew: %s",
                        name, COMMAND)
                .isEqualTo(seen);
    }
}
