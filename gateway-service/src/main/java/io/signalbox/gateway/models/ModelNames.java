package io.signalbox.gateway.models;

import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import jakarta.enterprise.context.ApplicationScoped;

/** Refuses model names that mean nothing, before a job is made of them. */
@ApplicationScoped
public class ModelNames {

    private final ActiveCatalog catalog;
    private final ModelDirectory directory;
    private final int maxNameChars;

    ModelNames(ActiveCatalog catalog, ModelDirectory directory, GatewayConfig config) {
        this.catalog = catalog;
        this.maxNameChars = config.bounds().maxNameChars();
        this.directory = directory;
    }

    /**
     * Names past the bound pass: the job's own rules refuse them without giving them back.
     *
     * @throws ApiException 404 model_not_found
     */
    public void check(String model) {
        if (model.length() <= maxNameChars && !directory.isKnown(catalog.current(), model)) {
            throw unknown(model);
        }
    }

    /**
     * As {@link #check}; a job may also name a provider, for its default model.
     *
     * @throws ApiException 404 model_not_found
     */
    public void checkOfJob(String model) {
        if (!catalog.current().providers().containsKey(model)) {
            check(model);
        }
    }

    private static ApiException unknown(String model) {
        return ApiException.of(
                ErrorClass.MODEL_NOT_FOUND,
                "model",
                "no model '%s': name provider/model, an alias, a chain (chain/name) or auto; GET /v1/models lists what can be used now"
                        .formatted(model));
    }
}
