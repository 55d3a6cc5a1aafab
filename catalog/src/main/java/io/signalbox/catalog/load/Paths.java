package io.signalbox.catalog.load;

import io.signalbox.catalog.yaml.Located;
import java.nio.file.Path;

/** Paths in a catalog: {@code ~} is home, relative ones start where their file lies. */
final class Paths {

    private final CatalogEnvironment environment;

    Paths(CatalogEnvironment environment) {
        this.environment = environment;
    }

    Path resolve(Located<String> written) {
        return resolve(written.value(), start(written.place().file()));
    }

    Path resolve(String text, Path start) {
        if (text.equals("~") || text.startsWith("~/")) {
            return environment
                    .home()
                    .resolve(text.substring(Math.min(2, text.length())))
                    .normalize();
        }
        return start.resolve(text).normalize();
    }

    private Path start(String file) {
        if (file.startsWith(SourceFile.SHIPPED)) {
            return environment.directory();
        }
        Path folder = environment.directory().resolve(file).getParent();
        return folder == null ? environment.directory() : folder;
    }
}
