package io.signalbox.gateway.models;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import jakarta.enterprise.context.ApplicationScoped;

/** Refuses model names that mean nothing, before a job is made of them. */
@ApplicationScoped
public class ModelNames {

    private final KnownModels catalog;
    private final ModelDirectory directory;
    private final int maxNameChars;

    ModelNames(KnownModels catalog, ModelDirectory directory, GatewayConfig config) {
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
        if (model.length() > maxNameChars) {
            return;
        }
        Catalog current = catalog.current();
        if (!directory.isKnown(current, model)) {
            throw unknown(model);
        }
        directory
                .retired(current, model)
                .ifPresent(it -> {
                    throw retired(it);
                });
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

    static ApiException retired(Model model) {
        String successor = model.successor();
        return ApiException.of(
                ErrorClass.MODEL_NOT_FOUND,
                "model",
                "the model '%s' was retired on %s%s"
                        .formatted(
                                model.name(),
                                model.endOfLife(),
                                successor == null ? "" : "; use " + successor));
    }

    private static ApiException unknown(String model) {
        return ApiException.of(
                ErrorClass.MODEL_NOT_FOUND,
                "model",
                "no model '%s': name provider/model, an alias, a chain (chain/name) or auto; GET /v1/models lists what can be used now"
                        .formatted(model));
    }
}
