package io.signalbox.standalone.harness;

import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.nio.file.Path;

/** A ready Signalbox over simulated providers, which the tests script. */
public final class RunningSignalbox implements AutoCloseable {

    private final ProviderSimulator simulator;
    private final StandaloneProcess process;
    private final Path catalog;
    private final HttpCaller http;

    private RunningSignalbox(ProviderSimulator simulator, StandaloneProcess process, Path catalog) {
        this.simulator = simulator;
        this.process = process;
        this.catalog = catalog;
        this.http = new HttpCaller(process.apiUrl());
    }

    /** Starts on empty data in the directory; it stays there afterwards, with the log. */
    static RunningSignalbox start(Path directory) {
        TestDirectory.emptied(directory);
        ProviderSimulator simulator = ProviderSimulator.start();
        try {
            Path catalog = TestCatalog.write(directory, simulator);
            return new RunningSignalbox(
                    simulator,
                    StandaloneProcess.ready(directory.resolve("data"), catalog),
                    catalog);
        } catch (RuntimeException e) {
            simulator.close();
            throw e;
        }
    }

    public HttpCaller http() {
        return http;
    }

    public StandaloneProcess process() {
        return process;
    }

    /** The catalog's file; who edits it puts it back. */
    public Path catalog() {
        return catalog;
    }

    /** Sets how a provider behaves from now on and forgets what it has seen. */
    public SimulatedProvider script(String provider, Script script) {
        SimulatedProvider scripted = simulator.script(provider, script);
        scripted.reset();
        return scripted;
    }

    @Override
    public void close() {
        try {
            process.terminate();
            process.awaitExit();
        } finally {
            process.close();
            simulator.close();
        }
    }
}
