package io.signalbox.testsupport.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.job.ToolCall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script's steps answer to an agent, whatever the wire format. */
class StepsTest {

    private static final Script WRITE_THEN_SAY =
            Script.builder()
                    .step(ToolCall.of(null, "read", "{}"))
                    .step(ToolCall.of(null, "write", "{\"path\":\"{cwd}/a\"}"))
                    .answer("done")
                    .build();

    @Test
    void eachRoundOfResultsBringsTheNextStep() {
        AnswerPlan first = plan(WRITE_THEN_SAY, call(0, "read", "write"));
        AnswerPlan second = plan(WRITE_THEN_SAY, call(1, "read", "write"));
        AnswerPlan last = plan(WRITE_THEN_SAY, call(2, "read", "write"));

        assertThat(first.text()).isEmpty();
        assertThat(first.finish()).isEqualTo(AnswerPlan.Finish.TOOL_CALLS);
        assertThat(first.toolCalls()).containsExactly(ToolCall.of("call_id-0", "read", "{}"));
        assertThat(second.toolCalls()).extracting(ToolCall::id).containsExactly("call_id-1");
        assertThat(last.toolCalls()).isEmpty();
        assertThat(last.text()).isEqualTo("done");
    }

    @Test
    void aToolThatIsNotOfferedIsNotCalled() {
        assertThat(plan(WRITE_THEN_SAY, call(0, "write")).text()).isEqualTo("done");
        assertThat(plan(WRITE_THEN_SAY, call(0)).text()).isEqualTo("done");
    }

    @Test
    void anAgentsOwnQuestionGetsNoSteps() {
        Script script =
                Script.builder()
                        .step(ToolCall.of(null, "read", "{}"))
                        .stepsMatch("my task")
                        .answer("done")
                        .build();

        assertThat(plan(script, asking("extract memories")).text()).isEqualTo("done");
        assertThat(plan(script, asking("this is my task")).toolCalls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<environment_context>\n  <cwd>/srv/a b</cwd>\n",
                " - Primary working directory: /srv/a b\n - Is a git repository: true",
                "I'm currently working in the directory: /srv/a b\nHere is the folder",
                "<env>\n  Working directory: /srv/a b\n",
                "- **Workspace Directories:**\n  - /srv/a b\n- **Directory Structure:**"
            })
    void theWorkingDirectoryIsTakenFromWhatTheAgentTellsTheModel(String prompt) {
        assertThat(WorkingDirectory.filledIn("{cwd}/x", prompt)).isEqualTo("/srv/a b/x");
    }

    @Test
    void aConversationWithoutADirectoryLeavesThePlaceholder() {
        assertThat(WorkingDirectory.filledIn("{cwd}/x", "no directory: here")).isEqualTo("{cwd}/x");
    }

    @Test
    void resultsOfToolsCalledAtOnceAreOneRoundAndAQuestionBeginsAnew() {
        Dialogue dialogue = new Dialogue();
        dialogue.asked("a");
        dialogue.said("calls two");
        dialogue.result("1");
        dialogue.result("2");
        assertThat(dialogue.toolRounds()).isEqualTo(1);

        dialogue.said("calls one");
        dialogue.result("3");
        assertThat(dialogue.toolRounds()).isEqualTo(2);

        dialogue.asked("b");
        assertThat(dialogue.toolRounds()).isZero();
        assertThat(dialogue.question()).isEqualTo("b");
    }

    private static AnswerPlan plan(Script script, ChatCall call) {
        return Answers.plan(script, call, "id-" + call.toolRounds(), 0);
    }

    private static ChatCall call(int rounds, String... tools) {
        return new ChatCall("m", "q", "q", false, false, List.of(tools), rounds, Integer.MAX_VALUE);
    }

    private static ChatCall asking(String question) {
        return new ChatCall(
                "m", question, question, false, false, List.of("read"), 0, Integer.MAX_VALUE);
    }
}
