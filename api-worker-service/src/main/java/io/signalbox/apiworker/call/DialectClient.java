package io.signalbox.apiworker.call;

import io.signalbox.catalog.Dialect;
import java.util.Optional;

/** A {@link ModelCall} for the providers of one wire format. */
public interface DialectClient extends ModelCall {

    /** The wire format served; one client per dialect. */
    Dialect dialect();

    /** How its servers list their models. */
    ModelList modelList();

    /** What can be done with the models of a local server; empty where nothing can. */
    default Optional<LocalModels> localModels() {
        return Optional.empty();
    }
}
