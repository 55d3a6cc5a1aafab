package io.signalbox.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.signalbox.catalog.load.CatalogException;
import io.signalbox.testsupport.DirectoryInUseException;
import io.signalbox.testsupport.PortInUseException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * {@code signalbox up}: starts Postgres and the broker, then the services, and stops them in the
 * other order. Exit code 0 after Ctrl-C or TERM, 2 where something was asked for that cannot be, 1
 * where something broke.
 */
@QuarkusMain
public final class Main {

    private static final int CANNOT = 2;

    private Main() {}

    public static void main(String[] args) {
        UpOptions options = new UpOptions();
        CommandLine commandLine = new CommandLine(options);
        try {
            commandLine.parseArgs(args);
        } catch (ParameterException e) {
            System.err.println("signalbox: " + e.getMessage() + "; see signalbox up --help");
            System.exit(CANNOT);
        }
        if (options.help) {
            commandLine.usage(System.out);
            return;
        }
        try {
            run(options, args);
        } catch (DirectoryInUseException | PortInUseException e) {
            System.err.println("signalbox: " + e.getMessage());
            System.exit(CANNOT);
        } catch (CatalogException e) {
            System.err.println("signalbox: " + e.getMessage());
            System.exit(CANNOT);
        }
    }

    private static void run(UpOptions options, String[] args) {
        Surroundings surroundings = Surroundings.start(options);
        CountDownLatch servicesStopped = new CountDownLatch(1);
        Thread last =
                Thread.ofPlatform()
                        .name("signalbox-last")
                        .unstarted(() -> stopLast(surroundings, servicesStopped));
        Runtime.getRuntime().addShutdownHook(last);
        surroundings.configure();
        Quarkus.run(
                Services.class,
                (exitCode, failure) -> {
                    if (failure != null) {
                        System.err.println("signalbox: could not start: " + failure);
                        surroundings.fail();
                    }
                    servicesStopped.countDown();
                },
                args);
        servicesStopped.countDown();
        System.exit(0);
    }

    /** Runs beside Quarkus's own shutdown hook and waits for it. */
    private static void stopLast(Surroundings surroundings, CountDownLatch servicesStopped) {
        try {
            servicesStopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        surroundings.close();
        // A JVM that was ended by TERM would say 143; a stop that was asked for is a success.
        Runtime.getRuntime().halt(surroundings.exitCode());
    }
}
