package io.signalbox.testsupport;

import java.nio.file.Path;

/** Another live process works in the data directory. The message says so in one line. */
public final class DirectoryInUseException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public DirectoryInUseException(Path directory) {
        super(
                "data directory %s is in use by another running instance: stop that one or choose another directory"
                        .formatted(directory));
    }
}
