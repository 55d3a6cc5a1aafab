package io.signalbox.messaging.topics;

import io.quarkus.arc.All;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/**
 * Holds the start of the process until every topic that it uses is as it must be: before that no
 * channel connects, so nobody can make a topic by accident that a broker with auto-creation would
 * give one partition. Looks again every few seconds; each new finding is one line of the log. The
 * HTTP port opens afterwards: a process that waits here is neither ready nor started.
 */
@ApplicationScoped
public class TopicCheck {

    private static final Logger LOG = Logger.getLogger(TopicCheck.class);

    private final KafkaAddress address;
    private final TopicsConfig config;
    private final Set<Topic> used;
    private final CountDownLatch ending = new CountDownLatch(1);
    private String finding = "";

    TopicCheck(KafkaAddress address, TopicsConfig config, @All List<TopicsUsed> used) {
        this.address = address;
        this.config = config;
        this.used =
                used.stream()
                        .flatMap(each -> each.topics().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    void hold(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        // A process that is told to end while it waits here must not have to be killed.
        Thread hook = Thread.ofPlatform().name("topics-ending").unstarted(ending::countDown);
        Runtime.getRuntime().addShutdownHook(hook);
        try (Admin admin = Admin.create(address.adminConfig("topic-check"))) {
            TopicSetup setup = new TopicSetup(admin, address, config.lookTimeout());
            while (!areRight(setup)) {
                if (ending.await(config.checkEvery().toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new PreventFurtherStepsException(
                            "ended while it waited for its topics", 0);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the topics", e);
        } finally {
            forget(hook);
        }
    }

    private boolean areRight(TopicSetup setup) throws InterruptedException {
        String found;
        try {
            List<String> problems = setup.problems(used);
            if (!problems.isEmpty() && config.create()) {
                setup.createMissing(used, config.replicationFactor());
                problems = setup.problems(used);
            }
            if (problems.isEmpty()) {
                return true;
            }
            found = "waiting for topics: " + String.join("; ", problems);
        } catch (TopicsUnknownException e) {
            found =
                    "waiting for topics: the broker at %s does not tell: %s"
                            .formatted(address.bootstrapServers(), e.getMessage());
        }
        if (!found.equals(finding)) {
            LOG.warn(found);
            finding = found;
        }
        return false;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.trace("the JVM ends already: the hook has run", e);
        }
    }
}
