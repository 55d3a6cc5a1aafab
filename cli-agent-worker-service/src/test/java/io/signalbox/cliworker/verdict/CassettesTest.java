package io.signalbox.cliworker.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Agent;
import io.signalbox.cliworker.output.AgentAnswer;
import io.signalbox.cliworker.output.AgentStep;
import io.signalbox.cliworker.output.SessionTotals;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded run, by the shipped entries: what is read, what is told meanwhile, what is judged.
 */
class CassettesTest {

    private static final String DONE = "MOCK_FINAL_ANSWER: all done.";

    /** A row of expected.txt; texts are empty where there is nothing. */
    record Expected(
            String agent,
            String run,
            String verdict,
            String status,
            String usage,
            String cost,
            String answer,
            String denied,
            String steps) {

        static Expected parse(String line) {
            List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            return new Expected(
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4),
                    cells.get(5),
                    cells.get(6),
                    cells.get(7),
                    cells.get(8));
        }

        @Override
        public String toString() {
            return run;
        }
    }

    static Stream<Expected> rows() {
        return Cassette.text(Cassette.folder().resolve("expected.txt"))
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Expected::parse);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isReadAndJudgedAsItWas(Expected expected) {
        Agent agent = Cassette.agent(expected.agent());

        Cassette.Played played = Cassette.of(expected.run()).play(agent, SessionTotals.NONE);

        assertThat(verdict(played.verdict())).isEqualTo(expected.verdict());
        assertThat(status(played.verdict())).isEqualTo(expected.status());
        AgentAnswer answer = played.answer();
        assertThat(usage(answer.usage())).isEqualTo(expected.usage());
        assertThat(answer.cost() == null ? "" : answer.cost().toString())
                .isEqualTo(expected.cost());
        if (!expected.answer().isEmpty()) {
            assertThat(answer.text()).isEqualTo(DONE);
            assertThat(answer.sessionId()).isNotBlank();
        }
        assertThat(String.join(" ", answer.deniedTools())).isEqualTo(expected.denied());
        assertSteps(played.steps(), expected.steps());
    }

    @Test
    void everyRecordedRunHasItsRow() throws IOException {
        try (Stream<Path> files = Files.walk(Cassette.folder())) {
            List<String> recorded =
                    files.map(file -> Cassette.folder().relativize(file).toString())
                            .filter(file -> file.endsWith(".json"))
                            .map(file -> file.substring(0, file.length() - ".json".length()))
                            .sorted()
                            .toList();

            assertThat(rows().map(Expected::run).sorted().toList()).isEqualTo(recorded);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aFailureSaysWhyInOneShortLine(Expected expected) {
        Agent agent = Cassette.agent(expected.agent());

        Cassette.Played played = Cassette.of(expected.run()).play(agent, SessionTotals.NONE);

        if (played.verdict() instanceof AgentVerdict.Failed failed) {
            assertThat(failed.message()).isNotBlank().hasSizeLessThan(600).doesNotContain("\n");
            assertThat(failed.error().errorClass()).isEqualTo(failed.errorClass());
        }
    }

    @Test
    void aSessionThatGoesOnIsCountedByRuns() {
        // Codex and Qwen Code count tokens, Claude Code counts money from the session's beginning.
        assertSecondRun("codex", "codex/resume", "1111/333/0/44/5", "");
        assertSecondRun("qwen_json", "qwen/resume", "2222/666/0/88/0", "");
        assertSecondRun("claude_code", "claude/resume", "466/333/22/44/0", "0.0011754");
        assertSecondRun("opencode", "opencode/resume", "1111/333/0/44/5", "0.0030939");
    }

    @Test
    void aCountThatBeganAnewCountsWhole() {
        SessionTotals before =
                new SessionTotals(new Usage(9_999, 0, 0, 999, 0, false), Usd.parse("5"));

        AgentAnswer codex =
                Cassette.of("codex/ok-json").play(Cassette.agent("codex"), before).answer();
        AgentAnswer claude =
                Cassette.of("claude/ok-stream")
                        .play(Cassette.agent("claude_code"), before)
                        .answer();

        assertThat(usage(codex.usage())).isEqualTo("1111/333/0/44/5");
        assertThat(claude.cost()).isEqualTo(Usd.parse("0.0011754"));
    }

    @Test
    void aRunThatUsedNothingKeepsWhatTheSessionHad() {
        SessionTotals before =
                new SessionTotals(new Usage(1_111, 333, 0, 44, 5, false), Usd.parse("0.5"));

        AgentAnswer qwen =
                Cassette.of("qwen/http-500").play(Cassette.agent("qwen_json"), before).answer();
        AgentAnswer claude =
                Cassette.of("claude/http-400").play(Cassette.agent("claude_code"), before).answer();

        assertThat(usage(qwen.usage())).isEqualTo("0/0/0/0/0");
        assertThat(qwen.totals()).isEqualTo(before);
        assertThat(claude.totals()).isEqualTo(before);
    }

    private static void assertSecondRun(String agent, String runs, String usage, String cost) {
        Agent entry = Cassette.agent(agent);
        AgentAnswer first = Cassette.of(runs + "-1").play(entry, SessionTotals.NONE).answer();
        AgentAnswer second = Cassette.of(runs + "-2").play(entry, first.totals()).answer();

        assertThat(usage(second.usage())).isEqualTo(usage);
        assertThat(second.cost() == null ? "" : second.cost().toString()).isEqualTo(cost);
    }

    private static String verdict(AgentVerdict verdict) {
        return switch (verdict) {
            case AgentVerdict.Succeeded succeeded -> "ok";
            case AgentVerdict.Failed failed -> failed.errorClass().name();
        };
    }

    private static String status(AgentVerdict verdict) {
        return verdict instanceof AgentVerdict.Failed failed && failed.status() != null
                ? failed.status().toString()
                : "";
    }

    private static String usage(@Nullable Usage usage) {
        return usage == null
                ? ""
                : "%d/%d/%d/%d/%d"
                        .formatted(
                                usage.input(),
                                usage.cachedRead(),
                                usage.cachedWrite(),
                                usage.output(),
                                usage.reasoning());
    }

    /** A step of the row names a kind, and the text where that is worth it. */
    private static void assertSteps(List<AgentStep> steps, String expected) {
        List<String> wanted =
                expected.isEmpty() ? List.of() : Arrays.stream(expected.split(" ")).toList();
        List<String> told =
                steps.stream()
                        .map(s -> s.kind().name().toLowerCase(Locale.ROOT) + ":" + s.text())
                        .toList();
        assertThat(told).as(told.stream().collect(Collectors.joining("; "))).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            String want = wanted.get(i);
            assertThat(told.get(i)).startsWith(want.contains(":") ? want : want + ":");
        }
    }
}
