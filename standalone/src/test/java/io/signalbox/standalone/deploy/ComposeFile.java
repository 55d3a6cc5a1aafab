package io.signalbox.standalone.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;

/** {@code compose.yaml}, merge keys resolved. */
record ComposeFile(Map<?, ?> root) {

    static ComposeFile read(Path file) {
        try {
            return new ComposeFile(new Yaml().<Map<?, ?>>load(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By name. */
    Map<String, Container> containers() {
        Map<String, Container> containers = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(root.get("services")))
                .forEach((name, keys) ->
                        containers.put(
                                String.valueOf(name),
                                new Container(String.valueOf(name), (Map<?, ?>) keys)));
        return containers;
    }

    record Container(String name, Map<?, ?> keys) {

        String image() {
            return String.valueOf(keys.get("image"));
        }

        /** Where its image is built from, relative to the checkout's root; empty: it is pulled. */
        Optional<Path> containerfile() {
            return Optional.ofNullable((Map<?, ?>) keys.get("build"))
                    .map(build -> Path.of(String.valueOf(build.get("dockerfile"))));
        }

        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            Optional.ofNullable((Map<?, ?>) keys.get("environment"))
                    .ifPresent(map ->
                            map.forEach((name, value) ->
                                    environment.put(String.valueOf(name), String.valueOf(value))));
            return environment;
        }

        List<String> ports() {
            return strings("ports");
        }

        List<String> volumes() {
            return strings("volumes");
        }

        private List<String> strings(String key) {
            return Optional.ofNullable((List<?>) keys.get(key)).stream()
                    .flatMap(List::stream)
                    .map(String::valueOf)
                    .toList();
        }
    }
}
