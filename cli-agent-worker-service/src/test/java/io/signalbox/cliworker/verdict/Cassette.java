package io.signalbox.cliworker.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.cliworker.output.AgentAnswer;
import io.signalbox.cliworker.output.AgentStep;
import io.signalbox.cliworker.output.AnswerReader;
import io.signalbox.cliworker.output.SessionTotals;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One recorded run of a real agent against a model's server on loopback. */
record Cassette(
        String name, List<String> stdout, String stderr, int exitCode, boolean filesChanged) {

    private static final Catalog CATALOG =
            new CatalogLoader(CatalogEnvironment.of(Map.of()))
                    .loadText("agents.yaml", text(folder().resolve("agents.yaml")));

    /** What a run comes to. */
    record Played(AgentAnswer answer, List<AgentStep> steps, AgentVerdict verdict) {}

    static Path folder() {
        URL url = Cassette.class.getResource("/io/signalbox/cliworker/cassettes");
        try {
            return Path.of(Objects.requireNonNull(url).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Agent agent(String name) {
        return CATALOG.agent(name).orElseThrow();
    }

    /** Python's -15 is 143 in Java. */
    static Cassette of(String name) {
        try {
            JsonNode run = Json.mapper().readTree(text(folder().resolve(name + ".json")));
            int code = run.path("rc").asInt();
            return new Cassette(
                    name,
                    text(folder().resolve(name + ".stdout")).lines().toList(),
                    text(folder().resolve(name + ".stderr")),
                    code < 0 ? 128 - code : code,
                    !run.path("git_status").asText("").isBlank()
                            && !run.path("git_status").isNull());
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    Played play(Agent agent, SessionTotals before) {
        AnswerReader reader = AnswerReader.of(agent);
        List<AgentStep> steps = new ArrayList<>();
        stdout.forEach(line -> steps.addAll(reader.line(line)));
        AgentAnswer answer = reader.end(before);
        AgentVerdict verdict =
                new AgentJudge(agent)
                        .judge(new RunEnd.Exited(exitCode), answer, stderr, filesChanged);
        return new Played(answer, steps, verdict);
    }

    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
