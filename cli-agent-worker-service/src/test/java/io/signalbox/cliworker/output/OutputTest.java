package io.signalbox.cliworker.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {

    private static final String KEY = "opaque-key-of-the-tool";

    @Test
    void aiderTellsTokensAndMoneyInItsLastLines() {
        AgentAnswer answer =
                read(
                        shipped("aider"),
                        """
                        Aider v0.86.3
                        I changed hello.py as you asked.
                        Applied edit to hello.py
                        Tokens: 1.6k sent, 120 cache write, 500 cache hit, 997 received.
                        Cost: $0.02 message, $0.05 session.
                        """);

        assertThat(answer.usage()).isEqualTo(new Usage(1_600, 500, 120, 997, 0, true));
        assertThat(answer.cost()).isEqualTo(Usd.parse("0.05"));
        assertThat(answer.text()).startsWith("Aider v0.86.3").contains("hello.py as you asked");
        assertThat(answer.failed()).isFalse();
        assertThat(answer.finished()).isTrue();
    }

    /**
     * Its lines of a recorded session of 0.86.2 with three rounds, as it asked for files and was
     * given them. By the provider's count these were 12,165 tokens in, 2,408 out and $0.0484.
     */
    @Test
    void aidersRoundsAreAddedUp() {
        AgentAnswer answer =
                read(
                        shipped("aider"),
                        """
                        Analytics have been permanently disabled.
                        Detected dumb terminal, disabling fancy input and pretty output.

                        Aider v0.86.2
                        Model: openai/chat-strong with diff edit format
                        Git repo: .git with 24 files
                        Repo-map: using 4096 tokens, auto refresh

                        Tokens: 3.0k sent, 42 received. Cost: $0.0063 message, $0.0063 session.

                        Tokens: 3.9k sent, 1.3k received. Cost: $0.02 message, $0.03 session.

                        Tokens: 5.3k sent, 1.1k received. Cost: $0.02 message, $0.05 session.
                        Applied edit to report.py
                        """);

        assertThat(answer.usage()).isEqualTo(new Usage(12_200, 0, 0, 2_442, 0, true));
        assertThat(answer.cost()).isEqualTo(Usd.parse("0.05"));
        assertThat(answer.failed()).isFalse();
    }

    /** After an error it prints the line of the round before once more. */
    @Test
    void aRoundOfAiderThatFailedIsNotCountedWithTheNumbersOfTheOneBefore() {
        String round = "Tokens: 812 sent, 97 received. Cost: $0.0012 message, $0.0012 session.\n";
        String error = "litellm.RateLimitError: RateLimitError: OpenAIException - slow down\n";
        Usage once = new Usage(812, 0, 0, 97, 0, false);
        Usage twice = new Usage(1_624, 0, 0, 194, 0, false);

        assertThat(read(shipped("aider"), round + error + round).usage()).isEqualTo(once);
        assertThat(
                        read(
                                        shipped("aider"),
                                        round + error + "Retrying in 0.2 seconds...\n" + round)
                                .usage())
                .isEqualTo(twice);
    }

    @Test
    void smallNumbersOfAiderAreExact() {
        AgentAnswer answer =
                read(
                        shipped("aider"),
                        "Tokens: 812 sent, 97 received. Cost: $0.0012 message, $0.0012 session.");

        assertThat(answer.usage()).isEqualTo(new Usage(812, 0, 0, 97, 0, false));
        assertThat(answer.cost()).isEqualTo(Usd.parse("0.0012"));
    }

    @Test
    void anErrorOfAiderCountsWhereItDoesNotTryAgain() {
        String error = "litellm.RateLimitError: RateLimitError: OpenAIException - slow down\n";
        String retried = error + "Retrying in 0.2 seconds...\n";
        String tokens = "Tokens: 812 sent, 97 received.\n";
        Agent aider = shipped("aider");

        assertThat(read(aider, retried + tokens).failed()).isFalse();
        assertThat(read(aider, retried + error).errorText()).startsWith("litellm.RateLimitError");
        assertThat(read(aider, tokens + error + tokens).failed()).isTrue();
        assertThat(read(aider, tokens + "Model openai/m has hit a token limit!\n").failed())
                .isTrue();
    }

    @Test
    void everyTakeAndEveryKindOfPath() {
        Agent agent =
                own(
                        """
                        format: jsonl
                        text: {path: said, take: concat, since: {type: again}}
                        session: {path: id, take: first}
                        input_tokens: {path: "parts[*].in", take: sum}
                        output_tokens: {path: "parts[1].in", take: last}
                        cost_usd: {path: "by.*.usd", take: sum}
                        denied: {path: "tools[ok=false].name", select: {type: tools}}
                        """);

        AgentAnswer answer =
                read(
                        agent,
                        """
                        {"said": "early ", "id": "first", "parts": [{"in": 1}, {"in": 2}]}
                        no JSON at all
                        {"type": "again"}
                        {"said": "Hel", "id": "second", "by": {"a": {"usd": 0.10}, "b": {"usd": "0.20"}}}
                        {"said": "lo", "parts": [{"in": 3}, {"in": 4}], "cut off":
                        {"said": "lo", "parts": [{"in": 3}, {"in": 4}]}
                        {"type": "tools", "tools": [{"name": "write", "ok": false}, {"name": "read", "ok": true}]}
                        """);

        assertThat(answer.text()).isEqualTo("Hello");
        assertThat(answer.sessionId()).isEqualTo("first");
        assertThat(answer.usage()).isEqualTo(new Usage(10, 0, 0, 4, 0, false));
        assertThat(answer.cost()).isEqualTo(Usd.parse("0.3"));
        assertThat(answer.deniedTools()).containsExactly("write");
    }

    @Test
    void finishedIsKnownAtTheFinalLine() {
        AnswerReader reader = AnswerReader.of(shipped("opencode"));

        reader.line("{\"type\":\"step_finish\",\"part\":{\"reason\":\"tool-calls\"}}");
        assertThat(reader.isFinished()).isFalse();
        reader.line("{\"type\":\"step_finish\",\"part\":{\"reason\":\"stop\"}}");
        assertThat(reader.isFinished()).isTrue();
    }

    @Test
    void openCodesAnswerIsWhatItSaysAfterItsLastStepBegan() {
        AgentAnswer answer =
                read(
                        shipped("opencode"),
                        """
                        {"type":"step_start","sessionID":"s"}
                        {"type":"text","part":{"text":"I will look first."}}
                        {"type":"step_finish","part":{"reason":"tool-calls","tokens":{"input":5,"output":1}}}
                        {"type":"step_start","sessionID":"s"}
                        {"type":"text","part":{"text":"Done"}}
                        {"type":"text","part":{"text":", twice."}}
                        {"type":"step_finish","part":{"reason":"stop","tokens":{"input":6,"output":2}}}
                        """);

        assertThat(answer.text()).isEqualTo("Done, twice.");
        assertThat(answer.usage()).isEqualTo(new Usage(11, 0, 0, 3, 0, false));
    }

    @Test
    void whatClaudeSaysMeanwhileAreSteps() {
        List<AgentStep> steps = new ArrayList<>();
        AnswerReader reader = AnswerReader.of(shipped("claude_code"));
        steps.addAll(
                reader.line(
                        "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"Now\"},{\"type\":\"tool_use\",\"name\":\"Bash\"},{\"type\":\"tool_use\",\"name\":\"Edit\"}]}}"));

        assertThat(steps).extracting(AgentStep::text).containsExactly("Bash", "Edit", "Now");
        assertThat(steps.toString()).doesNotContain("Bash");
    }

    @Test
    void aListIsReadLikeLinesAndWhatStandsBeforeJsonIsPassedOver() {
        Agent agent = own("format: json\nselect: {kind: end}\ntext: said\n");

        assertThat(
                        read(
                                        agent,
                                        "warning: old\n[{\"kind\": \"begin\", \"said\": \"no\"},\n {\"kind\": \"end\", \"said\": \"yes\"}]")
                                .text())
                .isEqualTo("yes");
        assertThat(read(agent, "nothing of the kind").text()).isEmpty();
        assertThat(read(agent, "").text()).isEmpty();
    }

    @Test
    void theKeyOfTheToolIsInNothingThatIsRead() {
        Agent agent =
                own(
                        """
                        format: jsonl
                        text: said
                        error: {select: {type: bad}, path: why}
                        steps: [{select: {}, kind: text, text: said}]
                        """);
        AnswerReader reader = AnswerReader.of(agent);

        List<AgentStep> steps = reader.line("{\"said\": \"it is %s!\"}".formatted(KEY));
        reader.line("{\"type\": \"bad\", \"why\": \"no %s\"}".formatted(KEY));
        AgentAnswer answer = reader.end(SessionTotals.NONE);

        assertThat(steps).extracting(AgentStep::text).containsExactly("it is ***!");
        assertThat(answer.text()).isEqualTo("it is ***!");
        assertThat(answer.errorText()).isEqualTo("no ***");
        assertThat(answer.toString()).doesNotContain("it is");
    }

    @Test
    void numbersThatNobodyMeansAreNone() {
        Agent agent = own("format: jsonl\ntext: said\ninput_tokens: n\ncost_usd: usd\n");

        AgentAnswer answer =
                read(agent, "{\"n\": -5, \"usd\": 1e999999999}\n{\"n\": \"many\", \"usd\": null}");

        assertThat(answer.usage()).isNull();
        assertThat(answer.cost()).isNull();
    }

    @Test
    void longTextKeepsItsEnd() {
        BoundedText text = new BoundedText();
        for (int i = 0; i < 3; i++) {
            text.append("x".repeat(BoundedText.MAX));
        }
        text.append("the end");

        assertThat(text.toString())
                .hasSize(BoundedText.MAX + 1)
                .startsWith("…x")
                .endsWith("the end");
    }

    private static AgentAnswer read(Agent agent, String stdout) {
        AnswerReader reader = AnswerReader.of(agent);
        stdout.lines().forEach(reader::line);
        return reader.end(SessionTotals.NONE);
    }

    private static Agent shipped(String name) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of()))
                .loadDefaults()
                .agent(name)
                .orElseThrow();
    }

    private static Agent own(String output) {
        String yaml =
                "agents:\n  t:\n    command: t\n    env: {TOOL_API_KEY: \"${KEY}\"}\n    output:\n"
                        + output.indent(6);
        return new CatalogLoader(CatalogEnvironment.of(Map.of("KEY", KEY)))
                .loadText("t.yaml", yaml)
                .agent("t")
                .orElseThrow();
    }
}
