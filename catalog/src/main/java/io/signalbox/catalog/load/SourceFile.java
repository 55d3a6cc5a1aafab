package io.signalbox.catalog.load;

import io.signalbox.catalog.yaml.Place;
import io.signalbox.catalog.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text with the name it goes by in problems.
 *
 * @param name a path, or {@link #SHIPPED} and a file name
 */
record SourceFile(String name, String text) {

    /** What the names of shipped files begin with. */
    static final String SHIPPED = "shipped:";

    /** Largest file read. */
    static final int MAX_BYTES = 3 * 1024 * 1024;

    /** Most files of a directory. */
    static final int MAX_FILES = 100;

    private static final String FOLDER = "/io/signalbox/catalog/defaults/";
    private static final List<String> SHIPPED_FILES =
            List.of("policies.yaml", "providers.yaml", "agents.yaml", "models.yaml");

    /** Whether something is written in the defaults rather than by the operator. */
    static boolean isShipped(Place place) {
        return place.file().startsWith(SHIPPED);
    }

    /** The defaults, in the order in which they are laid over each other. */
    static List<SourceFile> shipped() {
        return SHIPPED_FILES.stream().map(SourceFile::resource).toList();
    }

    private static SourceFile resource(String file) {
        try (InputStream in = SourceFile.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks its resource " + FOLDER + file);
            }
            return new SourceFile(
                    SHIPPED + file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file itself, or a directory's YAML files by name. */
    static List<SourceFile> under(Path path, Problems problems) {
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files(path, problems)) {
            String text = read(file, problems);
            if (text != null) {
                sources.add(new SourceFile(file.toString(), text));
            }
        }
        return sources;
    }

    /** What a load of that path would read; a path that is no directory is itself the file. */
    static List<Path> files(Path path, Problems problems) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files =
                    entries.filter(SourceFile::isYaml)
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList();
            if (files.isEmpty()) {
                error(path, "this directory holds no *.yaml file", problems);
            }
            if (files.size() > MAX_FILES) {
                error(
                        path,
                        "this directory holds %d *.yaml files, at most %d are read"
                                .formatted(files.size(), MAX_FILES),
                        problems);
                return List.of();
            }
            return files;
        } catch (IOException e) {
            error(path, cause(e), problems);
            return List.of();
        }
    }

    private static boolean isYaml(Path path) {
        String name = String.valueOf(path.getFileName());
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private static @Nullable String read(Path file, Problems problems) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                error(file, "larger than " + MAX_BYTES + " bytes: a catalog is smaller", problems);
                return null;
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            error(file, "not UTF-8 text: save it as UTF-8", problems);
        } catch (IOException e) {
            error(file, cause(e), problems);
        }
        return null;
    }

    private static String cause(IOException e) {
        return switch (e) {
            case NoSuchFileException gone ->
                    "there is no such file: give the path of a catalog, or none for the defaults";
            case AccessDeniedException denied -> "may not be read: give this user the right to";
            default -> "cannot be read: " + e.getClass().getSimpleName();
        };
    }

    private static void error(Path path, String message, Problems problems) {
        problems.error(new Place(path.toString(), 0), "", message);
    }
}
