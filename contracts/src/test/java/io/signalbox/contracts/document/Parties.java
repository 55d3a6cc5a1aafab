package io.signalbox.contracts.document;

import io.signalbox.contracts.wire.Topic;
import java.util.List;

/**
 * Who writes a topic and who reads it, and what its keys are.
 *
 * @param writers of the suite, and {@link #UPSTREAM}
 * @param readers of the suite, and {@link #UPSTREAM} where a topic is meant for other systems
 */
record Parties(List<String> writers, List<String> readers, String key) {

    /** A system outside the suite. */
    static final String UPSTREAM = "upstream";

    private static final String GATEWAY = "gateway";
    private static final String ROUTER = "router";
    private static final String API_WORKER = "api-worker";
    private static final String CLI_WORKER = "cli-worker";
    private static final String METRICS = "metrics";
    private static final String JOB_ID = "The job's id.";

    static Parties of(Topic topic) {
        return switch (topic) {
            case JOBS -> new Parties(List.of(UPSTREAM), List.of(GATEWAY), "Any.");
            case ADMITTED -> byJob(List.of(GATEWAY), List.of(ROUTER, GATEWAY, METRICS));
            case ATTEMPTS_API, ATTEMPTS_API_BATCH -> byJob(List.of(ROUTER), List.of(API_WORKER));
            case REROUTES -> byJob(List.of(API_WORKER, CLI_WORKER, ROUTER), List.of(ROUTER));
            case WAITING_5S, WAITING_1M, WAITING_10M, WAITING_1H ->
                    byJob(List.of(ROUTER), List.of(ROUTER));
            case RESULTS ->
                    byJob(
                            List.of(API_WORKER, CLI_WORKER, ROUTER, GATEWAY),
                            List.of(GATEWAY, METRICS, UPSTREAM));
            case PROGRESS -> byJob(List.of(API_WORKER, CLI_WORKER), List.of(GATEWAY, UPSTREAM));
            case EVENTS ->
                    byJob(
                            List.of(ROUTER, API_WORKER, CLI_WORKER),
                            List.of(GATEWAY, METRICS, ROUTER, API_WORKER, CLI_WORKER, UPSTREAM));
            case FLEET ->
                    new Parties(
                            List.of(API_WORKER, CLI_WORKER),
                            List.of(GATEWAY, ROUTER),
                            "<worker>/<provider>, <worker>/agent/<agent>; the newest record of a key stands.");
            case INSIGHTS ->
                    new Parties(
                            List.of(METRICS),
                            List.of(GATEWAY),
                            "provider/<provider>; the newest record of a key stands.");
            case CONTROLS -> byJob(List.of(GATEWAY), List.of(ROUTER, API_WORKER, CLI_WORKER));
            case DEAD_LETTERS ->
                    new Parties(
                            List.of(GATEWAY, ROUTER, API_WORKER, CLI_WORKER),
                            List.of(),
                            "As it was.");
        };
    }

    /** Of an agent's queue. */
    static Parties ofAgents() {
        return byJob(List.of(ROUTER), List.of(CLI_WORKER));
    }

    private static Parties byJob(List<String> writers, List<String> readers) {
        return new Parties(writers, readers, JOB_ID);
    }
}
