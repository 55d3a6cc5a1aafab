package io.signalbox.standalone.cluster;

import io.signalbox.standalone.harness.AloneOnTheMachine;
import io.signalbox.standalone.harness.TestDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;

/**
 * The promise with several of each service: an accepted job ends exactly once, whichever process
 * dies. All scenarios share one cluster, since its start takes longer than most of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@AloneOnTheMachine
class ClusterIT {

    private final Cluster cluster =
            new Cluster(TestDirectory.emptied(Path.of("target/it/cluster")));
    private final ServiceInstance router = cluster.launch(Service.ROUTER, "router-1");
    private final ServiceInstance metrics = cluster.launch(Service.METRICS, "metrics");
    private final ServiceInstance gateway;
    private Core core;

    ClusterIT() {
        cluster.tellGateways(router, metrics);
        gateway = cluster.launch(Service.GATEWAY, "gateway-1");
    }

    @BeforeAll
    void allAreReady() {
        List.of(router, metrics, gateway).forEach(ServiceInstance::awaitReady);
        core =
                new Core(
                        cluster,
                        router,
                        gateway,
                        cluster.launch(Service.GATEWAY, "gateway-2"),
                        cluster.launch(Service.API_WORKER, "worker-1"),
                        new Work(cluster.bootstrapServers()));
    }

    @AfterAll
    void close() {
        core.work().close();
        cluster.close();
    }

    @Nested
    @Order(1)
    class WorkersOfAgents extends AgentScenarios {
        WorkersOfAgents() {
            super(core);
        }
    }

    /** Last: they kill the services that all others need. */
    @Nested
    @Order(2)
    class TheOthers extends ServiceScenarios {
        TheOthers() {
            super(core);
        }
    }
}
