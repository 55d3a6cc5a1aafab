package io.signalbox.catalog.active;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.signalbox.contracts.wire.DurationText;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has the {@link ActiveCatalog} look at its files: soon after something happened in one of their
 * directories, and every so often whatever happened, since mounts and network file systems do not
 * tell. One thread, from the process's start to its end.
 */
@Singleton
final class CatalogWatch {

    static final String SETTLE = "signalbox.catalog-settle";
    static final String CHECK_INTERVAL = "signalbox.catalog-check-interval";

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Logger LOG = Logger.getLogger(CatalogWatch.class);

    private final ActiveCatalog catalog;
    private final Duration interval;
    private final Duration settle;
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private volatile @Nullable Thread thread;

    CatalogWatch(
            ActiveCatalog catalog,
            @ConfigProperty(name = CHECK_INTERVAL, defaultValue = "10s") Duration interval,
            @ConfigProperty(name = SETTLE, defaultValue = "250ms") Duration settle) {
        this.catalog = catalog;
        this.interval = within(CHECK_INTERVAL, interval);
        this.settle = within(SETTLE, settle);
    }

    /** A pause of nothing would keep a processor busy. */
    private static Duration within(String key, Duration pause) {
        if (pause.compareTo(SHORTEST) < 0 || pause.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    "%s is %s, it may be %s to %s"
                            .formatted(
                                    key,
                                    DurationText.format(pause),
                                    DurationText.format(SHORTEST),
                                    DurationText.format(LONGEST)));
        }
        return pause;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().daemon().name("catalog-watch").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try (WatchService watcher = FileSystems.getDefault().newWatchService()) {
            follow(watcher);
        } catch (IOException e) {
            LOG.warnf("catalog files are only looked at every %s: %s", interval, e.getMessage());
            follow(null);
        }
    }

    /** Until it is interrupted. */
    private void follow(@Nullable WatchService watcher) {
        try {
            boolean soon = false;
            while (true) {
                if (!soon) {
                    awaitEvent(watcher);
                }
                // A burst of events is one look, and no writer can keep this thread busy.
                Thread.sleep(settle);
                soon = look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns at an event, or when the interval is over. */
    private void awaitEvent(@Nullable WatchService watcher) throws InterruptedException {
        if (watcher == null) {
            Thread.sleep(interval);
            return;
        }
        watch(watcher);
        WatchKey key = watcher.poll(interval.toMillis(), TimeUnit.MILLISECONDS);
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = watcher.poll();
        }
    }

    /** Anew each time: directories come, go and are swapped. */
    private void watch(WatchService watcher) {
        Set<Path> wanted = catalog.directories();
        watched.entrySet()
                .removeIf(entry -> {
                    boolean gone = !wanted.contains(entry.getKey()) || !entry.getValue().isValid();
                    if (gone) {
                        entry.getValue().cancel();
                    }
                    return gone;
                });
        for (Path directory : wanted) {
            if (!watched.containsKey(directory)) {
                try {
                    watched.put(
                            directory,
                            directory.register(
                                    watcher,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                } catch (IOException e) {
                    LOG.debugf("%s is only looked at every %s: %s", directory, interval, e);
                }
            }
        }
    }

    private boolean look() {
        try {
            return catalog.check();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the catalog's files could not be looked at");
            return false;
        }
    }
}
