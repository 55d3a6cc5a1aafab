package io.signalbox.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.messaging.RecordReader;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningProcesses;
import io.signalbox.standalone.harness.TestDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Several workers for agents: whichever dies or stops, a job ends exactly once, and nothing of its
 * agent is left. The scenarios follow each other: each leaves its workers to the next.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class AgentScenarios {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** The broker holds a dead worker's order for 30 s. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(45);

    /** More of each in {@code ./signalbox bench agents}: 200, 10 and 65. */
    private static final int RUNS = Integer.getInteger("signalbox.test.agent-runs", 24);

    private static final int RESTARTS = Integer.getInteger("signalbox.test.worker-restarts", 0);
    private static final Duration LASTING =
            Duration.ofSeconds(Integer.getInteger("signalbox.test.lasting-run-seconds", 17));
    private static final int FIRST_RUNS = Math.min(40, RUNS);
    private static final int QUEUED = 3;

    private final Path flags = TestDirectory.emptied(Path.of("target/it/flags")).toAbsolutePath();
    private final String tool = "tool-" + UUID.randomUUID();
    private final Cluster cluster;
    private final Work work;
    private final HttpCaller http;
    private final JobCaller jobs;
    private ServiceInstance worker;
    private @Nullable ServiceInstance secondWorker;
    private int workers = 1;

    AgentScenarios(Core core) {
        cluster = core.cluster();
        work = core.work();
        http = core.gateway().caller();
        jobs = new JobCaller(http);
        worker = cluster.launchCliWorker("cli-1");
    }

    @BeforeAll
    void allAreReady() {
        worker.awaitReady();
        List.of("agent/scripted", "agent/second", "agent/busy").forEach(this::awaitCandidate);
    }

    /** Until the router has heard of it: reports come one by one, after the worker is ready. */
    private void awaitCandidate(String model) {
        String task = Requests.task(model, "finish").toString();
        Eventually.get(
                LIMIT,
                () -> http.post("/route", task).json(),
                plan -> !plan.path("candidates").isEmpty());
    }

    @AfterAll
    void stopTheLastWorker() {
        stop(worker);
    }

    private static void stop(ServiceInstance instance) {
        instance.terminate();
        instance.awaitExit();
    }

    private ServiceInstance nextWorker() {
        return cluster.launchCliWorker("cli-" + ++workers).awaitReady();
    }

    private String submit(ObjectNode job) {
        return work.taken(jobs.submit(job));
    }

    /** A run that tells where it is, and goes on when it is told to. */
    private ObjectNode waiting(String model, String name) {
        return Requests.task(
                model,
                """
                if [ $AGENT = second ] && [ %3$s = never ]; then finish second; fi
                lasting %1$s
                echo "$PWD" >> %2$s/%3$s.runs
                await %2$s/%3$s.go
                finish done
                """
                        .formatted(tool, flags, name));
    }

    private List<String> runs(String name) {
        Path file = flags.resolve(name + ".runs");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until the job's script has begun that often; fails where the job has ended instead. */
    private void awaitRuns(String jobId, String name, int count) {
        Eventually.get(
                LIMIT,
                () -> {
                    JsonNode job = http.get("/jobs/" + jobId).json();
                    assertThat(job.path("result").isObject()).as(job.toString()).isFalse();
                    return runs(name);
                },
                found -> found.size() == count);
    }

    private void go(String name) throws IOException {
        Files.createFile(flags.resolve(name + ".go"));
    }

    @Test
    @Order(1)
    void aKilledWorkersRunsAreBegunAgainWhereTheyMay() throws IOException {
        // Given two runs at the only worker, one of which may not be repeated; and another worker
        String again = submit(waiting("agent/scripted", "again"));
        ObjectNode once = waiting("chain/helped", "never");
        once.putObject("limits").put("rerun", "never");
        String never = submit(once);
        awaitRuns(again, "again", 1);
        awaitRuns(never, "never", 1);
        ServiceInstance other = nextWorker();
        Set<Long> processes = processesOf(again, never);
        assertThat(processes).hasSizeGreaterThanOrEqualTo(4);

        // When it is killed
        long killed = System.nanoTime();
        worker.kill();

        // Then nothing of its runs is left
        Eventually.get(
                LIMIT,
                () -> {
                    Set<Long> left = processesOf(again, never);
                    left.retainAll(processes);
                    return left;
                },
                Set::isEmpty);
        print("processes of a killed worker gone", killed);

        // And the other begins the one again
        Eventually.get(TAKEN_OVER, () -> runs("again"), found -> found.size() == 2);
        print("run of a killed worker begun again", killed);
        assertThat(runs("again").getFirst()).startsWith(cluster.data(worker.name()).toString());
        assertThat(runs("again").getLast()).startsWith(cluster.data(other.name()).toString());
        go("again");
        JsonNode repeated = jobs.ended(again);
        assertThat(repeated.path("output").asText()).as(repeated.toString()).isEqualTo("done");
        assertThat(repeated.path("attempts")).hasSize(1);
        Eventually.get(LIMIT, this::repeats, count -> count == 1);

        // And the other job is the next candidate's
        JsonNode notRepeated = jobs.ended(never);
        assertThat(notRepeated.path("output").asText())
                .as(notRepeated.toString())
                .isEqualTo("second");
        assertThat(notRepeated.path("attempts")).hasSize(2);
        assertThat(notRepeated.at("/attempts/0/error/class").asText()).isEqualTo("INTERNAL");
        assertThat(notRepeated.at("/attempts/0/error/message").asText()).contains("rerun");
        assertThat(runs("never")).hasSize(1);
        worker = other;
    }

    private Set<Long> processesOf(String... jobIds) {
        Set<Long> found = new HashSet<>(RunningProcesses.with(tool));
        for (String jobId : jobIds) {
            found.addAll(RunningProcesses.ofJob(jobId));
        }
        return found;
    }

    private static void print(String what, long sinceNanos) {
        System.out.printf(
                "agents: %s after %d ms%n",
                what, Duration.ofNanos(System.nanoTime() - sinceNanos).toMillis());
    }

    private long repeats() {
        JsonNode rows = http.get("/usage?group_by=agent").json().path("rows");
        return IntStream.range(0, rows.size())
                .mapToLong(row -> rows.get(row).path("repeats").asLong())
                .sum();
    }

    @Test
    @Order(2)
    void ordersBehindABusySlotSurviveEveryRestart() throws IOException {
        assumeTrue(RESTARTS > 0, "a long form: ./signalbox bench agents");
        for (int round = 1; round <= RESTARTS; round++) {
            // Given an agent that has one slot, a run in it, and orders behind
            String name = "round-" + round;
            List<String> ids = new ArrayList<>();
            ids.add(submit(waiting("agent/second", name)));
            awaitRuns(ids.getFirst(), name, 1);
            for (int order = 0; order < QUEUED; order++) {
                ids.add(submit(Requests.task("agent/second", "finish done")));
            }

            // When
            stop(worker);
            go(name);
            worker = nextWorker();

            // Then
            assertThat(ids).allSatisfy(this::assertDone);
        }
    }

    private void assertDone(String jobId) {
        JsonNode result = jobs.ended(jobId);
        assertThat(result.path("output").asText()).as(result.toString()).isEqualTo("done");
        assertThat(result.path("attempts")).hasSize(1);
    }

    @Test
    @Order(3)
    void manyRunsOfWhichSomeAreKilledEndOnceEachAndOneThatOutlastsItsLockIsRunOnce() {
        // Given a run that takes longer than an order is held without being renewed, and another
        // worker that would take it
        String lasting = submit(lasting());
        awaitRuns(lasting, "lasting", 1);
        secondWorker = nextWorker();
        List<ServiceInstance> both = List.of(worker, secondWorker);

        // When there are runs that leave a tool behind, some of which are killed the first time
        Random random = new Random(5);
        Set<Integer> killed =
                random.ints(0, RUNS).distinct().limit(RUNS / 5).boxed().collect(Collectors.toSet());
        runMany(0, FIRST_RUNS, killed, random);
        List<Long> before = both.stream().map(ServiceInstance::residentKib).toList();
        runMany(FIRST_RUNS, RUNS, killed, random);
        List<Long> after = both.stream().map(ServiceInstance::residentKib).toList();

        // Then every attempt was run once
        List<String> runs = runs("many");
        assertThat(runs.stream().map(AgentScenarios::attempt).toList())
                .doesNotHaveDuplicates()
                .hasSize(RUNS + killed.size());
        assertDone(lasting);
        assertThat(runs("lasting")).hasSize(1);

        // And nothing is left
        RunningProcesses.awaitNone(tool);
        runs.forEach(run -> assertThat(RunningProcesses.with("SIGNALBOX_RUN=" + run)).isEmpty());
        both.forEach(each -> Eventually.get(LIMIT, () -> leftovers(each), List::isEmpty));
        System.out.printf(
                "agents: %d runs on 4 slots, %d killed; workers %s KiB after %d, %s KiB at the end%n",
                RUNS, killed.size(), before, FIRST_RUNS, after);
        for (int each = 0; RUNS >= 200 && each < both.size(); each++) {
            assertThat(after.get(each)).isLessThan(before.get(each) * 11 / 10);
        }
    }

    private ObjectNode lasting() {
        return Requests.task(
                "agent/second",
                """
                echo begun >> %s/lasting.runs
                for second in $(seq %d); do say working; sleep 1; done
                finish done
                """
                        .formatted(flags, LASTING.toSeconds()));
    }

    private void runMany(int from, int to, Set<Integer> killed, Random random) {
        Map<String, Integer> attempts = new HashMap<>();
        for (int number = from; number < to; number++) {
            String script =
                    """
                    lasting %1$s
                    echo "$SIGNALBOX_RUN" >> %2$s/many.runs
                    sleep 0.%3$d
                    %4$s
                    finish done
                    """
                            .formatted(
                                    tool,
                                    flags,
                                    random.nextInt(1, 4),
                                    killed.contains(number) ? killsItself(number) : "");
            attempts.put(
                    submit(Requests.task("agent/busy", script)), killed.contains(number) ? 2 : 1);
        }
        attempts.forEach((jobId, made) -> {
            JsonNode result = jobs.ended(jobId);
            assertThat(result.path("output").asText()).as(result.toString()).isEqualTo("done");
            assertThat(result.path("attempts")).hasSize(made);
        });
    }

    private String killsItself(int number) {
        Path once = flags.resolve("killed-" + number);
        return "[ -e %1$s ] || { touch %1$s; kill -9 $$; sleep 300; }".formatted(once);
    }

    /** A run's name is job, number of the attempt, and what makes it unique. */
    private static String attempt(String run) {
        return run.substring(0, run.lastIndexOf('-'));
    }

    /** What is below the worker's directories of runs. */
    private List<Path> leftovers(ServiceInstance instance) {
        List<Path> left = new ArrayList<>();
        Path data = cluster.data(instance.name());
        left.addAll(listed(data.resolve("runs")));
        for (Path own : listed(data.resolve("workers"))) {
            listed(own).stream().filter(file -> !file.endsWith(".lock")).forEach(left::add);
        }
        return left;
    }

    private static List<Path> listed(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(4)
    void aStoppedWorkersRunIsGivenBackAndRunByTheOther() throws IOException {
        // Given a run at one of two workers that lasts longer than a worker may take to stop
        String jobId = submit(waiting("agent/scripted", "given-back"));
        awaitRuns(jobId, "given-back", 1);
        boolean isFirst =
                runs("given-back").getFirst().startsWith(cluster.data(worker.name()).toString());
        ServiceInstance stopping = isFirst ? worker : second();
        ServiceInstance other = isFirst ? second() : worker;

        // When
        long stopped = System.nanoTime();
        stopping.terminate();

        // Then
        awaitRuns(jobId, "given-back", 2);
        print("run of a stopped worker begun again", stopped);
        stopping.awaitExit();
        assertThat(runs("given-back").getLast()).startsWith(cluster.data(other.name()).toString());
        go("given-back");
        JsonNode result = jobs.ended(jobId);
        assertThat(result.path("output").asText()).as(result.toString()).isEqualTo("done");
        assertThat(result.path("attempts")).hasSize(1);
        worker = other;
    }

    private ServiceInstance second() {
        return Objects.requireNonNull(secondWorker);
    }

    @Test
    @Order(5)
    void inTheEndEveryJobHasOneEnd() {
        List<String> ids =
                work.ends().stream()
                        .map(record -> RecordReader.header(record, Headers.CE_ID))
                        .toList();
        assertThat(ids).containsExactlyInAnyOrderElementsOf(work.accepted());
    }
}
