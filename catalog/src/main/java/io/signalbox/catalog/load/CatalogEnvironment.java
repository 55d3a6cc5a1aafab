package io.signalbox.catalog.load;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a load may see of its surroundings.
 *
 * @param variables value by name, null where unset
 * @param directory what relative names start from where no file gives a start
 * @param home what {@code ~} stands for
 */
public record CatalogEnvironment(
        Function<String, @Nullable String> variables, Path directory, Path home) {

    /** This process's own. */
    public static CatalogEnvironment system() {
        return new CatalogEnvironment(
                System::getenv,
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home", "/")));
    }

    /** Only these variables, and directories that hold nothing of anyone's: for tests. */
    public static CatalogEnvironment of(Map<String, String> variables) {
        Path nowhere = Path.of("/nonexistent");
        return new CatalogEnvironment(variables::get, nowhere, nowhere.resolve("home"));
    }

    /** Never the variables. */
    @Override
    public String toString() {
        return "CatalogEnvironment[" + directory + "]";
    }
}
