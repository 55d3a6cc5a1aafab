package io.signalbox.apiworker.call;

import io.signalbox.catalog.Dialect;

/** A {@link ModelCall} for the providers of one wire format. */
public interface DialectClient extends ModelCall {

    /** The wire format served; one client per dialect. */
    Dialect dialect();

    /** How its servers list their models. */
    ModelList modelList();
}
