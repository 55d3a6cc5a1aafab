package io.signalbox.cliworker.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A repository that uses another's objects without a copy (gitrepository-layout(5)). */
final class Borrowing {

    private Borrowing() {}

    /**
     * @param objects absolute, or as seen from the borrower's own objects
     */
    static void from(Path gitDirectory, Path objects) throws IOException {
        String written = objects.toString();
        if (written.indexOf('\n') >= 0 || written.startsWith("\"") || written.startsWith("#")) {
            throw new IOException("git cannot borrow from a path such as this");
        }
        Path info = Files.createDirectories(gitDirectory.resolve("objects").resolve("info"));
        Files.writeString(info.resolve("alternates"), written + "\n");
    }
}
