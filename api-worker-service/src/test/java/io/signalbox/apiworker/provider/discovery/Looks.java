package io.signalbox.apiworker.provider.discovery;

import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Provider;
import java.time.Duration;

/** Looks at local servers for tests of other packages. */
public final class Looks implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Question question = new Question();
    private final FoundModels found = new FoundModels();
    private final LocalServers locals =
            new LocalServers(new ListReader(question), question, found, LIMIT, LIMIT);
    private final LoadedModels loaded = new LoadedModels(question, found, LIMIT);

    public LocalServers.Look look(Provider provider, ModelList dialect) {
        return locals.look(provider, dialect);
    }

    public LoadedModels loaded() {
        return loaded;
    }

    @Override
    public void close() {
        question.close();
    }
}
