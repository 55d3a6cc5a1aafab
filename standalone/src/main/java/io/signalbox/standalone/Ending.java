package io.signalbox.standalone;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The end of the process, whoever asks for it and whenever: first the services, then what is around
 * them, then the exit code. Runs as a hook of the JVM, beside Quarkus's own, and waits for it.
 */
final class Ending implements Runnable {

    private final CompletableFuture<Optional<Surroundings>> around = new CompletableFuture<>();
    private final CountDownLatch servicesStopped = new CountDownLatch(1);
    private volatile boolean asked;
    private volatile int exitCode;

    private Ending() {}

    /** From now on the end of the JVM is this one. */
    static Ending install() {
        Ending ending = new Ending();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("signalbox-last").unstarted(ending));
        return ending;
    }

    /** Whether the process is to end: nothing more should be started. */
    boolean isAsked() {
        return asked;
    }

    void isAround(Surroundings surroundings) {
        around.complete(Optional.of(surroundings));
    }

    void servicesStopped() {
        servicesStopped.countDown();
    }

    /** What the process will end with, unless it was asked to end before. */
    void failWith(int code) {
        if (!asked) {
            exitCode = code;
        }
    }

    /** Ends the process. Does not return. */
    void end() {
        around.complete(Optional.empty());
        servicesStopped.countDown();
        System.exit(exitCode);
    }

    @Override
    public void run() {
        asked = true;
        Optional<Surroundings> toClose = around.join();
        try {
            servicesStopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        toClose.ifPresent(Surroundings::close);
        // A JVM that was ended by TERM would say 143; a stop that was asked for is a success.
        Runtime.getRuntime().halt(exitCode);
    }
}
