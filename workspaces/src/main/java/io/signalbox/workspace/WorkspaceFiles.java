package io.signalbox.workspace;

import io.signalbox.catalog.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Reads files that a job names inside its workspace. No path, and no link on its way, leads out of
 * it or into {@code .git}.
 */
final class WorkspaceFiles {

    private static final int SHORTEST_FENCE = 3;

    private final Path workspace;
    private final DataSize most;
    private long read;

    WorkspaceFiles(Path workspace, DataSize most) {
        this.workspace = workspace;
        this.most = most;
    }

    /**
     * Each file behind its path, between fences that its own text cannot close.
     *
     * @throws Refusal INVALID_REQUEST
     */
    String block(List<String> paths) throws IOException {
        StringBuilder block = new StringBuilder();
        for (String path : paths) {
            String text = text("workspace.context_files", path);
            String fence = fence(text);
            block.append("File `").append(path.replaceAll("\\p{Cntrl}", "?")).append("`:\n");
            block.append(fence).append('\n').append(text);
            block.append(text.endsWith("\n") || text.isEmpty() ? "" : "\n");
            block.append(fence).append("\n\n");
        }
        return block.toString();
    }

    private static String fence(String text) {
        int longest = SHORTEST_FENCE - 1;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return "`".repeat(longest + 1);
    }

    /**
     * @param field the job's field that names the file, for the reason
     * @throws Refusal INVALID_REQUEST
     */
    String text(String field, String path) throws IOException {
        byte[] bytes = bytes(field, path, find(field, path));
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // The same as with NUL.
        }
        throw Refusal.invalid("%s: '%s' is no text in UTF-8", field, path);
    }

    private byte[] bytes(String field, String path, Path file) throws IOException {
        try (InputStream in =
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long left = most.bytes() - read;
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 16L, left + 1));
            if (bytes.length > left) {
                throw Refusal.invalid(
                        "%s: with '%s' the files are longer than %d KiB together",
                        field, path, most.bytes() >> 10);
            }
            read += bytes.length;
            return bytes;
        }
    }

    private Path find(String field, String path) throws IOException {
        Path asked = inside(field, path);
        if (!Files.exists(asked)) {
            throw Refusal.invalid("%s: '%s' is not in the workspace", field, path);
        }
        Path home = workspace.toRealPath();
        Path file = asked.toRealPath();
        if (!file.startsWith(home)) {
            throw Refusal.invalid("%s: '%s' leads out of the workspace by a link", field, path);
        }
        if (!Files.isRegularFile(file) || file.startsWith(home.resolve(".git"))) {
            throw Refusal.invalid("%s: '%s' is no file of the workspace", field, path);
        }
        return file;
    }

    private Path inside(String field, String path) {
        try {
            Path asked = Path.of(path);
            boolean good = !path.isBlank() && !asked.isAbsolute();
            for (Path name : asked) {
                good &= !name.toString().equals("..");
            }
            if (good) {
                return workspace.resolve(asked);
            }
        } catch (InvalidPathException e) {
            // No path of this machine is outside as well.
        }
        throw Refusal.invalid(
                "%s: '%s' is no path inside the workspace: relative, without '..'", field, path);
    }
}
