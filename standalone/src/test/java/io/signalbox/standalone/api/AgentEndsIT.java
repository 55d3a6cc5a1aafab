package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.standalone.harness.EventStream;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningProcesses;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run is followed, and ended before its time, with everything that it has started. */
@ExtendWith(SharedSignalbox.class)
class AgentEndsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String tool = "tool-" + UUID.randomUUID();

    @TempDir private Path flags;

    private final RunningSignalbox signalbox;
    private final JobCaller jobs;

    AgentEndsIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.jobs = new JobCaller(signalbox.http());
    }

    @Test
    void itsStepsAreToldInTheirOrder() {
        // Given
        String jobId =
                jobs.submit(
                        Requests.task(
                                "agent/scripted", "say one; tool edit; say two; finish done"));

        // When
        List<EventStream.Event> events;
        try (EventStream follow = signalbox.http().follow(jobId)) {
            events = follow.rest();
        }

        // Then
        List<JsonNode> steps =
                events.stream()
                        .filter(event -> event.name().equals("step"))
                        .map(EventStream.Event::data)
                        .toList();
        assertThat(steps)
                .extracting(
                        step -> step.path("seq").asInt(),
                        step -> step.path("kind").asText(),
                        step -> step.path("text").asText())
                .containsExactly(
                        tuple(0, "text", "one"), tuple(1, "tool", "edit"), tuple(2, "text", "two"));
        assertThat(events)
                .extracting(EventStream.Event::name)
                .containsSubsequence("accepted", "routed", "started", "step", "finished");
    }

    @Test
    void aCancelEndsTheAgentAndItsToolsAndTheWorkerGoesOn() {
        // Given an agent at work, with a tool that has left its session
        String jobId =
                jobs.submit(
                        Requests.task(
                                "agent/scripted",
                                "lasting %s; say ready; sleep 300; finish no".formatted(tool)));
        try (EventStream follow = signalbox.http().follow(jobId)) {
            follow.until(event -> event.name().equals("step"));
        }
        Eventually.get(LIMIT, () -> RunningProcesses.with(tool), found -> !found.isEmpty());
        assertThat(RunningProcesses.ofJob(jobId)).hasSizeGreaterThan(1);

        // When
        Answer answer = jobs.cancel(jobId);

        // Then
        assertThat(answer.json().path("status").asText()).isEqualTo("cancelled");
        RunningProcesses.awaitNone(tool);
        RunningProcesses.awaitNone("SIGNALBOX_RUN=" + jobId);
        assertThat(jobs.ended(jobId).path("status").asText()).isEqualTo("cancelled");

        // And both slots are free again
        for (int next = 0; next < 2; next++) {
            jobs.succeed(Requests.task("agent/scripted", "finish next"));
        }
    }

    @Test
    void atItsDeadlineAJobExpiresAndNothingOfItRuns() {
        // When it runs until its deadline; on a busy machine it may not begin before the first
        Path begun = flags.resolve("begun");
        Iterator<String> timeouts = List.of("6s", "20s", "60s").iterator();
        do {
            runUntilItExpires(begun, timeouts.next());
        } while (Files.notExists(begun) && timeouts.hasNext());

        // Then
        assertThat(begun).as("it had begun").exists();
    }

    private void runUntilItExpires(Path begun, String timeout) {
        ObjectNode task =
                Requests.task(
                        "agent/scripted",
                        "lasting %s; touch %s; sleep 300; finish no".formatted(tool, begun));
        task.putObject("limits").put("timeout", timeout);

        JsonNode result = jobs.run(task);

        assertThat(result.path("status").asText()).isEqualTo("expired");
        assertThat(result.at("/error/class").asText()).isEqualTo("EXPIRED");
        RunningProcesses.awaitNone(tool);
        RunningProcesses.awaitNone("SIGNALBOX_RUN=" + result.path("job_id").asText());
    }

    @Test
    void nothingIsLeftOfARunThatHasEnded() {
        // When an agent leaves a tool behind
        JsonNode result =
                jobs.succeed(
                        Requests.task(
                                "agent/scripted",
                                "lasting %s; pwd; finish \"$PWD\"".formatted(tool)));

        // Then neither the tool is there, nor the workspace
        RunningProcesses.awaitNone(tool);
        Path workspace = Path.of(result.path("output").asText());
        assertThat(workspace.toString()).contains(result.path("job_id").asText());
        Eventually.get(LIMIT, () -> Files.exists(workspace), there -> !there);
    }
}
