package io.signalbox.apiworker.provider.discovery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.LocalModels;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.event.ModelCommand;
import io.signalbox.contracts.event.ModelWork;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.AssignedReader;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does what operators ask of providers' models, where this worker sees the provider. Commands that
 * were written before this worker started are not for it.
 */
@ApplicationScoped
public class ModelCommands {

    private static final Logger LOG = Logger.getLogger(ModelCommands.class);

    /** Most pulls and loads of this worker at once; further ones fail. */
    private static final int MAX_AT_ONCE = 4;

    /** How often at most a step of a pull is told. */
    private static final Duration TELL = Duration.ofSeconds(1);

    private final ActiveCatalog catalog;
    private final KafkaAddress address;
    private final FoundModels found;
    private final LocalServers locals;
    private final CloudLists clouds;
    private final WorkLog log;
    private final Map<Dialect, LocalModels> dialects = new HashMap<>();
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);
    private final InstantSource clock = InstantSource.system();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<ModelCommand, Provider>> testers = new CopyOnWriteArrayList<>();
    private @Nullable AssignedReader reader;

    ModelCommands(
            ActiveCatalog catalog,
            KafkaAddress address,
            FoundModels found,
            LocalServers locals,
            CloudLists clouds,
            WorkLog log,
            @Any Instance<DialectClient> clients) {
        this.catalog = catalog;
        this.address = address;
        this.found = found;
        this.locals = locals;
        this.clouds = clouds;
        this.log = log;
        clients.forEach(client ->
                client.localModels().ifPresent(models -> dialects.put(client.dialect(), models)));
    }

    /** Called when there is something to tell; at most once a second for each pull. */
    public void onNews(Runnable follower) {
        followers.add(follower);
    }

    /** Called with each test that is asked for, on a thread of its own. */
    public void onTest(BiConsumer<ModelCommand, Provider> tester) {
        testers.add(tester);
    }

    void start(@Observes StartupEvent event) {
        reader =
                AssignedReader.start(
                        "api-worker-commands",
                        address,
                        List.of(new TopicPartition(address.topicName(Topic.CONTROLS), 0)),
                        AssignedReader.From.END,
                        this::apply);
    }

    private void apply(ConsumerRecord<String, byte[]> raw) {
        if (RecordReader.read(raw) instanceof RecordReader.Read.Known known
                && known.value() instanceof ModelCommand command) {
            Provider provider = catalog.current().providers().get(command.provider());
            if (provider != null) {
                Thread.ofVirtual()
                        .name("api-worker-models")
                        .start(() -> carryOut(command, provider));
            }
        }
    }

    private void carryOut(ModelCommand command, Provider provider) {
        String model = command.model();
        if (command.action().equals(ModelCommand.REFRESH)) {
            refresh(provider);
        } else if (command.action().equals(ModelCommand.TEST)) {
            testers.forEach(tester -> tester.accept(command, provider));
        } else if (model != null && sees(provider)) {
            work(command, provider, model);
        }
    }

    private void refresh(Provider provider) {
        if (provider.local()) {
            locals.forget(provider.name());
            tell();
        } else {
            clouds.refresh(provider.name());
        }
    }

    private boolean sees(Provider provider) {
        return provider.local()
                && found.of(provider.name()).filter(it -> it.listedAt() != null).isPresent();
    }

    private void work(ModelCommand command, Provider provider, String model) {
        LocalModels models = dialects.get(provider.dialect());
        Work work = new Work(provider.name(), command, model);
        if (models == null || !log.begin(provider.name(), work.now(ModelWork.RUNNING, null))) {
            return;
        }
        tell();
        Optional<String> problem = Optional.of("the worker stopped, or broke");
        try {
            problem = room.tryAcquire() ? inRoom(models, provider, work) : full();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s of %s/%s broke", command.action(), provider.name(), model);
        } finally {
            log.update(
                    provider.name(),
                    work.now(
                            problem.isPresent() ? ModelWork.FAILED : ModelWork.DONE,
                            problem.orElse(null)));
            locals.forget(provider.name());
            tell();
        }
    }

    private static Optional<String> full() {
        return Optional.of(
                "this worker does %d of these at once; ask again".formatted(MAX_AT_ONCE));
    }

    private Optional<String> inRoom(LocalModels models, Provider provider, Work work) {
        try {
            return switch (work.command().action()) {
                case ModelCommand.PULL ->
                        models.pull(provider, work.model(), new Steps(work)::onStep);
                case ModelCommand.LOAD -> models.load(provider, work.model());
                case ModelCommand.UNLOAD -> models.unload(provider, work.model());
                default -> Optional.of("this version does not know " + work.command().action());
            };
        } finally {
            room.release();
        }
    }

    private void tell() {
        followers.forEach(Runnable::run);
    }

    /** One command on its way. */
    private final class Work {

        private final String provider;
        private final ModelCommand command;
        private final String model;

        Work(String provider, ModelCommand command, String model) {
            this.provider = provider;
            this.command = command;
            this.model = model;
        }

        ModelCommand command() {
            return command;
        }

        String model() {
            return model;
        }

        String provider() {
            return provider;
        }

        ModelWork now(String status, @Nullable String detail) {
            return step(status, new LocalModels.Progress(detail, null, null));
        }

        ModelWork step(String status, LocalModels.Progress step) {
            return new ModelWork(
                    command.jobId().value(),
                    model,
                    command.action(),
                    status,
                    step.detail(),
                    step.completedBytes(),
                    step.totalBytes(),
                    clock.instant());
        }
    }

    /** Tells of a pull's steps, not of each. */
    private final class Steps {

        private final Work work;
        private long toldNanos = System.nanoTime();

        Steps(Work work) {
            this.work = work;
        }

        void onStep(LocalModels.Progress step) {
            log.update(work.provider(), work.step(ModelWork.RUNNING, step));
            if (System.nanoTime() - toldNanos >= TELL.toNanos()) {
                toldNanos = System.nanoTime();
                tell();
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (reader != null) {
            reader.close();
        }
    }
}
