package io.signalbox.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.JobId;
import io.signalbox.standalone.harness.Ends;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.testsupport.simulator.ProviderCounts;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * API workers, routers and gateways that come, stop and die. The scenarios follow each other: each
 * leaves the survivors to the next, and what the next needs starts while there is time to wait.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ServiceScenarios {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Enough for every worker to have some, wherever the partitions are. */
    private static final int JOBS = 24;

    private static final int CALLERS_OF_EACH_KIND = 4;
    private static final String HELD = "crowded";
    private static final String QUICK = "first";

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Cluster cluster;
    private final Work work;
    private final ServiceInstance firstWorker;
    private final ServiceInstance firstRouter;
    private final ServiceInstance firstGateway;
    private final ServiceInstance secondGateway;
    private @Nullable ServiceInstance secondRouter;
    private @Nullable ServiceInstance thirdWorker;
    private @Nullable ServiceInstance thirdGateway;

    ServiceScenarios(Core core) {
        cluster = core.cluster();
        work = core.work();
        firstRouter = core.router();
        firstGateway = core.gateway();
        firstWorker = core.worker();
        secondGateway = core.secondGateway();
    }

    @BeforeAll
    void allAreReady() {
        firstWorker.awaitReady();
        secondGateway.awaitReady();
    }

    @AfterAll
    void close() {
        callers.shutdownNow();
        http.shutdownNow();
    }

    @Test
    @Order(1)
    void callsUnderWayAreNotRepeatedWhenAWorkerJoins() throws Exception {
        // Given calls under way at the only worker
        SimulatedProvider provider = cluster.provider(HELD);
        provider.hold();
        Set<String> held = Work.all(work.submit(JOBS, HELD + "/small", firstGateway.caller()));
        await(provider, counts -> counts.inFlight() == JOBS);

        // When a second worker has taken partitions over, and later jobs in them are done
        cluster.launch(Service.API_WORKER, "worker-2").awaitReady();
        cluster.provider(QUICK);
        work.assertSucceeded(
                Work.all(work.submit(2 * JOBS, QUICK + "/small", secondGateway.caller())));

        // Then nobody has called again, and the calls end as if nothing had been
        assertThat(provider.counts().repeatedAttempts()).isEmpty();
        provider.release();
        work.assertSucceeded(held);
        assertThat(provider.counts().calls()).isEqualTo(JOBS);
    }

    @Test
    @Order(2)
    void aKilledWorkersCallsAreMadeAgainByTheOther() throws Exception {
        // Given calls under way at both workers
        SimulatedProvider provider = cluster.provider(HELD);
        provider.hold();
        Set<String> held =
                Work.all(
                        work.submit(
                                JOBS,
                                HELD + "/small",
                                firstGateway.caller(),
                                secondGateway.caller()));
        await(provider, counts -> counts.inFlight() == JOBS);
        long repeatsBefore = repeats();

        // When one is killed
        long killedAtNanos = System.nanoTime();
        firstWorker.kill();

        // (and a second router joins)
        secondRouter = cluster.launch(Service.ROUTER, "router-2");

        // Then the other makes its calls again, and no more than those
        await(
                provider,
                counts ->
                        counts.aborted() > 0
                                && counts.inFlight() == JOBS
                                && counts.calls() == JOBS + counts.aborted());
        System.out.printf(
                "cluster: %d calls of a killed worker taken over after %d ms%n",
                provider.counts().aborted(),
                Duration.ofNanos(System.nanoTime() - killedAtNanos).toMillis());
        thirdWorker = cluster.launch(Service.API_WORKER, "worker-3");
        provider.release();
        work.assertSucceeded(held);
        ProviderCounts counts = provider.counts();
        assertThat(counts.repeatedAttempts()).hasSize((int) counts.aborted());
        assertThat(counts.repeatedAttempts().values()).allMatch(calls -> calls == 2);

        // And the ledger has counted them
        Eventually.get(LIMIT, this::repeats, now -> now - repeatsBefore == counts.aborted());
    }

    @Test
    @Order(3)
    void aStoppedWorkersCallsEndWhileTheOtherTakesItsPartitions() throws Exception {
        // Given calls under way at two workers
        ServiceInstance worker = Objects.requireNonNull(thirdWorker).awaitReady();
        SimulatedProvider provider = cluster.provider(HELD);
        provider.hold();
        Set<String> held = Work.all(work.submit(JOBS, HELD + "/small", firstGateway.caller()));
        await(provider, counts -> counts.inFlight() == JOBS);

        // When one of them is told to stop
        worker.terminate();

        // Then the other does what comes, in all partitions, and repeats nothing
        cluster.provider(QUICK);
        work.assertSucceeded(
                Work.all(work.submit(2 * JOBS, QUICK + "/small", secondGateway.caller())));
        assertThat(provider.counts().repeatedAttempts()).isEmpty();

        // And the calls of both end with a result, before the one ends
        provider.release();
        worker.awaitExit();
        work.assertSucceeded(held);
        assertThat(provider.counts().calls()).isEqualTo(JOBS);
        assertThat(provider.counts().aborted()).isZero();
    }

    private long repeats() {
        JsonNode rows = secondGateway.caller().get("/usage").json().path("rows");
        return IntStream.range(0, rows.size())
                .mapToLong(row -> rows.get(row).path("repeats").asLong())
                .sum();
    }

    @Test
    @Order(4)
    void aKilledRoutersJobsAreRoutedByTheOther() throws Exception {
        // Given two routers, and jobs coming through both gateways
        Objects.requireNonNull(secondRouter).awaitReady();
        SimulatedProvider provider = cluster.provider(QUICK);
        provider.play(Script.builder().latency(Duration.ofMillis(20)).build());
        int jobs = 10 * JOBS;
        List<Future<String>> coming =
                work.submit(jobs, QUICK + "/small", firstGateway.caller(), secondGateway.caller());
        await(provider, counts -> counts.calls() >= 2 * JOBS);

        // When a router is killed
        firstRouter.kill();
        thirdGateway = cluster.launch(Service.GATEWAY, "gateway-3");

        // Then every job is accepted and ends, called once each
        work.assertSucceeded(Work.all(coming));
        assertThat(provider.counts().calls()).isEqualTo(jobs);
        assertThat(provider.counts().repeatedAttempts()).isEmpty();
    }

    @Test
    @Order(5)
    void aStoppedGatewayTellsItsCallersWhereTheirJobsAre() throws Exception {
        // Given callers who wait at one gateway, of both kinds
        SimulatedProvider provider = cluster.provider(HELD);
        provider.hold();
        List<OpenStream> streams = openStreams(firstGateway);
        List<String> ids = newIds();
        List<Future<Answer>> waits = openWaits(firstGateway, ids);
        await(provider, counts -> counts.inFlight() == 2 * CALLERS_OF_EACH_KIND);

        // When it is told to stop
        firstGateway.terminate();

        // Then each gets an end that names the job
        for (OpenStream stream : streams) {
            assertThat(stream.rest()).contains("\"error\"").contains(stream.jobId());
        }
        for (int waiting = 0; waiting < ids.size(); waiting++) {
            Answer answer = waits.get(waiting).get();
            assertThat(answer.status()).as(answer.body()).isEqualTo(202);
            assertThat(answer.json().path("id").asText()).isEqualTo(ids.get(waiting));
            assertThat(answer.header("location")).endsWith("/v1/jobs/" + ids.get(waiting));
        }
        firstGateway.awaitExit();

        // And the jobs go on, for the other gateway to show
        provider.release();
        assertDoneAt(secondGateway, all(streams, ids));
        assertThat(provider.counts().repeatedAttempts()).isEmpty();
    }

    @Test
    @Order(6)
    void aKilledGatewaysJobsEndAtTheOther() throws Exception {
        // Given callers who wait at one gateway, and another gateway
        ServiceInstance another = Objects.requireNonNull(thirdGateway).awaitReady();
        SimulatedProvider provider = cluster.provider(HELD);
        provider.hold();
        List<OpenStream> streams = openStreams(secondGateway);
        List<String> ids = newIds();
        List<Future<Answer>> waits = openWaits(secondGateway, ids);
        await(provider, counts -> counts.inFlight() == 2 * CALLERS_OF_EACH_KIND);

        // When theirs is killed
        secondGateway.kill();

        // Then their connections break
        for (OpenStream stream : streams) {
            assertThatThrownBy(stream::rest).isInstanceOf(IOException.class);
        }
        for (Future<Answer> wait : waits) {
            assertThatThrownBy(wait::get).hasRootCauseInstanceOf(IOException.class);
        }

        // And the jobs go on, for the other gateway to show
        provider.release();
        assertDoneAt(another, all(streams, ids));
        assertThat(provider.counts().repeatedAttempts()).isEmpty();
        assertThat(provider.counts().aborted()).isZero();

        // And in the end nothing was lost, seen twice or left
        assertOneEndEach();
        Eventually.get(
                LIMIT, () -> Ends.listed(another.caller()).keySet(), work.accepted()::equals);
        assertLedgerHasThem(another.caller());
    }

    private void assertOneEndEach() {
        var records = work.ends();
        Ends.assertOnePartitionEach(records);
        assertThat(Ends.of(records).keySet()).isEqualTo(work.accepted());
        System.out.printf(
                "cluster: %d jobs, %d records of ends%n", work.accepted().size(), records.size());
    }

    private void assertLedgerHasThem(HttpCaller gateway) {
        Eventually.get(
                LIMIT,
                () -> gateway.get("/usage").json().path("rows").path(0),
                row ->
                        row.path("requests").asInt() == work.accepted().size()
                                && row.path("succeeded").asInt() == work.accepted().size());
    }

    private List<OpenStream> openStreams(ServiceInstance gateway) {
        List<OpenStream> streams = new ArrayList<>();
        for (int number = 0; number < CALLERS_OF_EACH_KIND; number++) {
            OpenStream stream = OpenStream.open(http, gateway, HELD + "/small", "stream " + number);
            work.taken(stream.jobId());
            streams.add(stream);
        }
        return streams;
    }

    private static List<String> newIds() {
        return IntStream.range(0, CALLERS_OF_EACH_KIND)
                .mapToObj(_ -> JobId.create().value())
                .toList();
    }

    private List<Future<Answer>> openWaits(ServiceInstance gateway, List<String> ids) {
        return ids.stream()
                .map(id -> {
                    String body =
                            Requests.job(HELD + "/small", "wait", Work.TIMEOUT)
                                    .put("id", id)
                                    .toString();
                    work.taken(id);
                    return callers.submit(() -> gateway.caller().post("/jobs?wait=60s", body));
                })
                .toList();
    }

    private static Set<String> all(List<OpenStream> streams, List<String> ids) {
        Set<String> all = new HashSet<>(ids);
        streams.forEach(stream -> all.add(stream.jobId()));
        return all;
    }

    private void assertDoneAt(ServiceInstance gateway, Set<String> ids) {
        work.assertSucceeded(ids);
        HttpCaller caller = gateway.caller();
        for (String id : ids) {
            Eventually.get(
                    LIMIT,
                    () -> caller.get("/jobs/" + id).json(),
                    job -> job.path("status").asText().equals("succeeded"));
        }
    }

    private static void await(SimulatedProvider provider, Predicate<ProviderCounts> wanted)
            throws InterruptedException {
        assertThat(provider.await(wanted, LIMIT)).as(provider.counts().toString()).isTrue();
    }
}
