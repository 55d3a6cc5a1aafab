package io.signalbox.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.messaging.topics.TopicsConfig;
import io.signalbox.metrics.MetricsConfig;
import io.signalbox.router.RouterConfig;
import io.signalbox.standalone.deploy.ComposeFile.Container;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** After the build, before any container engine: the files in deploy/ fit the services. */
class DeployFilesIT {

    private static final Path ROOT =
            Path.of(Objects.requireNonNull(System.getProperty("signalbox.root")));
    private static final Path DEPLOY = ROOT.resolve("deploy");
    private static final String LOOPBACK_ONLY = "127.0.0.1:";

    /** Each service's own keys; the shared ones are everybody's. */
    private static final Map<String, List<Class<?>>> SETTINGS =
            Map.of(
                    "gateway", List.of(GatewayConfig.class, TopicsConfig.class),
                    "router", List.of(RouterConfig.class, TopicsConfig.class),
                    "api-worker", List.of(ApiWorkerConfig.class, TopicsConfig.class),
                    "cli-worker", List.of(CliWorkerConfig.class, TopicsConfig.class),
                    "metrics", List.of(MetricsConfig.class, TopicsConfig.class));

    private static final Set<String> SHARED =
            Set.of("kafka.bootstrap.servers", "signalbox.catalog", "signalbox.topic-prefix");

    private final ComposeFile compose = ComposeFile.read(DEPLOY.resolve("compose.yaml"));

    @Test
    void everyServiceIsInTheComposeFile() {
        assertThat(ours().map(Container::name))
                .containsExactlyInAnyOrderElementsOf(SETTINGS.keySet());
    }

    @Test
    void everyVariableOfAServiceIsOneOfItsSettings() {
        ours().forEach(container ->
                assertThat(settings(container))
                        .as(container.name())
                        .containsAll(container.environment().keySet()));
    }

    private static Set<String> settings(Container container) {
        Stream<String> own =
                SETTINGS.getOrDefault(container.name(), List.of()).stream()
                        .map(ConfigClass::configClass)
                        .flatMap(
                                mapping -> ConfigMappings.getProperties(mapping).keySet().stream());
        return Stream.concat(own, SHARED.stream())
                .map(DeployFilesIT::variable)
                .collect(Collectors.toSet());
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    @Test
    void whatContainerfilesCopyIsThereAfterTheBuildAndNotIgnored() throws IOException {
        List<String> kept =
                Files.readAllLines(ROOT.resolve(".containerignore")).stream()
                        .filter(line -> line.startsWith("!"))
                        .map(line -> line.substring(1))
                        .toList();
        ours().forEach(container -> {
            List<String> copied = containerfile(container).copied();
            assertThat(copied).as(container.name()).isNotEmpty();
            assertThat(copied).allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
            assertThat(copied).allMatch(path -> kept.stream().anyMatch(p -> keeps(p, path)));
        });
    }

    private static boolean keeps(String pattern, String path) {
        return path.matches(pattern.replace("*", "[^/]*") + "(/.*)?");
    }

    @Test
    void imagesRunAsNobodyAndGetTermThemselves() {
        ours().map(DeployFilesIT::containerfile)
                .forEach(file -> {
                    assertThat(file.argument("FROM"))
                            .hasValueSatisfying(
                                    base -> assertThat(base).endsWith("eclipse-temurin:25-jre"));
                    assertThat(file.argument("USER")).hasValue("10001:10001");
                    assertThat(file.argument("ENTRYPOINT"))
                            .hasValueSatisfying(command ->
                                    assertThat(command)
                                            .matches(
                                                    "(?s)\\[(\"/usr/bin/tini\", \"--\", )?\"java\", .*\\]"));
                });
    }

    @Test
    void portsAgree() {
        Map<String, String> exposed =
                ours().collect(
                                Collectors.toMap(
                                        Container::name,
                                        c -> containerfile(c).argument("EXPOSE").orElseThrow()));
        ours().forEach(container -> {
            assertThat(containerfile(container).variable("QUARKUS_HTTP_PORT"))
                    .hasValue(Objects.requireNonNull(exposed.get(container.name())));
            urls(container)
                    .forEach(url ->
                            assertThat(exposed)
                                    .containsEntry(url.getHost(), Integer.toString(url.getPort())));
            container
                    .ports()
                    .forEach(
                            port -> assertThat(port).endsWith(":" + exposed.get(container.name())));
        });
    }

    private static Stream<URI> urls(Container container) {
        return container.environment().values().stream()
                .filter(value -> value.startsWith("http://"))
                .map(URI::create);
    }

    @Test
    void nothingIsPublishedBeyondThisMachine() {
        assertThat(compose.containers().values().stream().flatMap(c -> c.ports().stream()))
                .isNotEmpty()
                .allMatch(port -> port.startsWith(LOOPBACK_ONLY));
    }

    @Test
    void whatIsMountedFromTheCheckoutIsThere() {
        assertThat(
                        compose.containers().values().stream()
                                .flatMap(container -> container.volumes().stream())
                                .filter(volume -> volume.startsWith("./")))
                .isNotEmpty()
                .allSatisfy(volume ->
                        assertThat(DEPLOY.resolve(volume.substring(2, volume.indexOf(':'))))
                                .isNotEmptyDirectory());
    }

    @Test
    void theBrokerIsTheOneThatTheClientsAreMadeFor() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        String version = pom.replaceAll("(?s).*<kafka.version>([^<]+)<.*", "$1");
        assertThat(Objects.requireNonNull(compose.containers().get("kafka")).image())
                .isEqualTo("docker.io/apache/kafka:" + version);
    }

    @Test
    void noSecretIsInTheFiles() throws IOException {
        for (String example : List.of("env.example", "providers.env.example")) {
            assertThat(Files.readAllLines(DEPLOY.resolve(example)))
                    .allMatch(line -> line.isBlank() || line.startsWith("#") || line.endsWith("="));
        }
        assertThat(
                        compose.containers().values().stream()
                                .flatMap(container -> container.environment().entrySet().stream())
                                .filter(entry -> entry.getKey().contains("PASSWORD"))
                                .map(Map.Entry::getValue))
                .isNotEmpty()
                .allMatch(value -> value.startsWith("${SIGNALBOX_DATABASE_PASSWORD:?"));
    }

    /** Those whose images are built here. */
    private Stream<Container> ours() {
        return compose.containers().values().stream()
                .filter(container -> container.containerfile().isPresent());
    }

    private static Containerfile containerfile(Container container) {
        return Containerfile.read(ROOT.resolve(container.containerfile().orElseThrow()));
    }
}
