package io.signalbox.gateway;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Knows at once that this instance is asked to end. Quarkus waits for open requests before it tells
 * its beans, and an open stream would keep it waiting; so this listens to the JVM itself.
 */
@ApplicationScoped
public class Stopping {

    private final AtomicBoolean begun = new AtomicBoolean();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread atTerm =
            Thread.ofPlatform().name("gateway-stopping").unstarted(this::begin);

    /** Must not block. Called once; HTTP and the topics still work then. */
    public void whenItBegins(Runnable listener) {
        listeners.add(listener);
    }

    public boolean hasBegun() {
        return begun.get();
    }

    private void begin() {
        if (begun.compareAndSet(false, true)) {
            listeners.forEach(Runnable::run);
        }
    }

    void start(@Observes StartupEvent event) {
        Runtime.getRuntime().addShutdownHook(atTerm);
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        begin();
        try {
            Runtime.getRuntime().removeShutdownHook(atTerm);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook has run.
        }
    }
}
