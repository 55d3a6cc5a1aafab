package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.ErrorClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that a job names inside its workspace. */
class WorkspaceFilesTest {

    @TempDir Path temporary;
    private Room room;
    private OpenWorkspace workspace;

    @BeforeEach
    void open() throws IOException {
        room = new Room(temporary);
        Path secret = Files.createDirectory(room.home.resolve("secrets")).resolve("secret");
        Files.writeString(secret, "the secret\n");
        Path plain = Files.createDirectories(room.root.resolve("plain"));
        new TestGit(plain)
                .shell(
                        """
                        mkdir d; echo one > d/a.txt; printf 'no end' > b.txt
                        printf 'a\\0b' > nul; printf 'caf\\351' > latin
                        printf '````\\ninner\\n' > fences.md; : > empty
                        """);
        workspace = room.open(Room.of(plain));
        new TestGit(workspace.directory())
                .shell(
                        "ln -s '%s' out; ln -s '%s' outdir; ln -s d/a.txt in; mkfifo pipe"
                                .formatted(secret, secret.getParent()));
    }

    @Test
    void eachPathThenItsTextBetweenFences() {
        assertThat(workspace.contextFiles(List.of("d/a.txt", "b.txt", "in", "./empty")))
                .isEqualTo(
                        new FileText.Text(
                                """
                                File `d/a.txt`:
                                ```
                                one
                                ```

                                File `b.txt`:
                                ```
                                no end
                                ```

                                File `in`:
                                ```
                                one
                                ```

                                File `./empty`:
                                ```
                                ```

                                """));
    }

    @Test
    void aTextCannotCloseItsFence() {
        assertThat(workspace.contextFiles(List.of("fences.md")))
                .isEqualTo(new FileText.Text("File `fences.md`:\n`````\n````\ninner\n`````\n\n"));
    }

    @Test
    void theInstruction() {
        FileText instruction = workspace.instruction("d/a.txt");

        assertThat(instruction).isEqualTo(new FileText.Text("one\n"));
        assertThat(instruction.toString()).doesNotContain("one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing | is not in the workspace",
                "d | is no file of the workspace",
                "pipe | is no file of the workspace",
                "../plain/b.txt | is no path inside the workspace",
                "d/../b.txt | is no path inside the workspace",
                "/etc/passwd | is no path inside the workspace",
                "'' | is no path inside the workspace",
                "out | leads out of the workspace by a link",
                "outdir/secret | leads out of the workspace by a link",
                ".git/config | is no file of the workspace",
                "nul | is no text in UTF-8",
                "latin | is no text in UTF-8",
            })
    void whatIsRefused(String path, String reason) {
        for (FileText text :
                List.of(workspace.contextFiles(List.of(path)), workspace.instruction(path))) {
            assertThat(text)
                    .isInstanceOfSatisfying(
                            FileText.Refused.class,
                            refused -> {
                                assertThat(refused.errorClass())
                                        .isEqualTo(ErrorClass.INVALID_REQUEST);
                                assertThat(refused.reason()).contains("'" + path + "' " + reason);
                            });
        }
    }

    @Test
    void allTogetherTheyAreBounded() {
        new TestGit(workspace.directory())
                .shell("head -c 40000 /dev/zero | tr '\\0' x > half; cp half other");

        assertThat(workspace.contextFiles(List.of("half"))).isInstanceOf(FileText.Text.class);
        assertThat(workspace.contextFiles(List.of("half", "other")))
                .isEqualTo(
                        new FileText.Refused(
                                ErrorClass.INVALID_REQUEST,
                                "workspace.context_files: with 'other' the files are longer than 64"
                                        + " KiB together"));
    }
}
