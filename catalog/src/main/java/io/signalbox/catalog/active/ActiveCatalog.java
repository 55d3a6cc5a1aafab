package io.signalbox.catalog.active;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogException;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.catalog.load.LoadedCatalog;
import io.signalbox.catalog.yaml.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds the catalog in force; one per process. What its files hold is taken as a whole or not at
 * all: a bad edit is refused, and what was in force stays. Thread-safe.
 */
@Singleton
public final class ActiveCatalog {

    private static final Logger LOG = Logger.getLogger(ActiveCatalog.class);

    private final CatalogSource source;
    private final Duration settle;
    private final InstantSource clock;
    private final List<Consumer<Catalog>> followers = new CopyOnWriteArrayList<>();
    private final AtomicLong reloads = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private volatile CatalogState state;

    /** The content that was last loaded or refused; empty before the first look. */
    private String judged = "";

    private @Nullable Unsettled unsettled;

    /** New content, and since when it has been the same. */
    private record Unsettled(String digest, Instant since) {}

    /**
     * @param path {@code signalbox.catalog} (environment: {@code SIGNALBOX_CATALOG}); absent: found
     *     as {@link CatalogLoader#locate} says
     * @param settle how long new content must stay the same before it is read
     * @throws CatalogException with every problem there is
     */
    @Inject
    public ActiveCatalog(
            @ConfigProperty(name = "signalbox.catalog") Optional<String> path,
            @ConfigProperty(name = CatalogWatch.SETTLE, defaultValue = "250ms") Duration settle) {
        this(
                new CatalogSource(
                        new CatalogLoader(CatalogEnvironment.system()), path.orElse(null)),
                settle,
                InstantSource.system());
    }

    ActiveCatalog(CatalogSource source, Duration settle, InstantSource clock) {
        this.source = source;
        this.settle = settle;
        this.clock = clock;
        LoadedCatalog loaded = source.load();
        this.state = new CatalogState(loaded.catalog(), clock.instant(), loaded.files(), null);
    }

    /** Never changes while it is held; ask again for each job. */
    public Catalog current() {
        return state.catalog();
    }

    /** What is in force with what is wrong with the files, as of one moment. */
    public CatalogState state() {
        return state;
    }

    /** How often another catalog came into force since the start. */
    public long reloads() {
        return reloads.get();
    }

    /** How many edits were refused since the start. */
    public long refusals() {
        return refusals.get();
    }

    /**
     * From now on told of each new catalog once it is in force, on the thread that looks: it should
     * not take long. What it throws is logged.
     */
    public void follow(Consumer<Catalog> follower) {
        followers.add(follower);
    }

    /**
     * Looks at the files. New content is taken once it has been the same for the settling time, so
     * that a file is not read while it is written.
     *
     * @return true where there is content that has not settled: look again after that time
     */
    synchronized boolean check() {
        String digest = source.digest();
        if (digest.equals(judged)) {
            unsettled = null;
            return false;
        }
        Instant now = clock.instant();
        Unsettled seen = unsettled;
        if (seen == null || !seen.digest().equals(digest)) {
            unsettled = new Unsettled(digest, now);
            return true;
        }
        return now.isBefore(seen.since().plus(settle)) || !judge(digest, now);
    }

    /** False where the files changed while they were read: then nothing was decided. */
    private boolean judge(String digest, Instant now) {
        LoadedCatalog loaded = null;
        List<Problem> problems = List.of();
        try {
            loaded = source.load();
        } catch (CatalogException e) {
            problems = e.problems();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the catalog could not be read");
            problems = List.of(new Problem("catalog", 0, "", "could not be read: see the log"));
        }
        String after = source.digest();
        if (!after.equals(digest)) {
            unsettled = new Unsettled(after, now);
            return false;
        }
        judged = digest;
        unsettled = null;
        if (loaded == null) {
            refuse(problems, now);
        } else {
            take(loaded, now);
        }
        return true;
    }

    private void refuse(List<Problem> problems, Instant now) {
        CatalogState known = state;
        state =
                new CatalogState(
                        known.catalog(),
                        known.loadedAt(),
                        known.files(),
                        new CatalogState.Refusal(now, problems));
        refusals.incrementAndGet();
        LOG.errorf(
                "the catalog's new content is refused, version %s stays in force; %s",
                known.catalog().version(), new CatalogException(problems).getMessage());
    }

    private void take(LoadedCatalog loaded, Instant now) {
        CatalogState known = state;
        Catalog fresh = loaded.catalog();
        boolean changed = !fresh.equals(known.catalog());
        state =
                new CatalogState(
                        changed ? fresh : known.catalog(),
                        changed ? now : known.loadedAt(),
                        loaded.files(),
                        null);
        if (changed) {
            reloads.incrementAndGet();
            LOG.infof(
                    "catalog version %s is in force, before it %s",
                    fresh.version(), known.catalog().version());
            followers.forEach(follower -> tell(follower, fresh));
        }
    }

    private static void tell(Consumer<Catalog> follower, Catalog fresh) {
        try {
            follower.accept(fresh);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a follower of the catalog failed");
        }
    }

    Set<Path> directories() {
        return source.directories();
    }
}
