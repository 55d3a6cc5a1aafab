package io.signalbox.gateway.intake;

import io.signalbox.catalog.ApiKeyEntry;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.messaging.RecordReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whose job a record is: the tenant that the catalog binds to its topic, else that of the API key
 * in its header; never what its body says.
 */
@ApplicationScoped
class TenantBinding {

    private final Supplier<Catalog> catalog;

    @Inject
    TenantBinding(ActiveCatalog catalog) {
        this(catalog::current);
    }

    TenantBinding(Supplier<Catalog> catalog) {
        this.catalog = catalog;
    }

    /**
     * @throws ApiException 401 or 403 where the topic is bound to nobody and there are keys, but
     *     none that fits
     */
    String tenant(ConsumerRecord<String, byte[]> raw) {
        Catalog current = catalog.get();
        String bound = current.kafka().tenants().get(raw.topic());
        if (bound != null) {
            return bound;
        }
        String key = RecordReader.header(raw, Headers.API_KEY);
        if (key == null && current.keys().isEmpty()) {
            return Admission.DEFAULT_TENANT;
        }
        if (key == null) {
            throw unauthenticated(
                    "topic %s has no tenant: bind it in the catalog's kafka.tenants, or send an API key in the header %s"
                            .formatted(raw.topic(), Headers.API_KEY));
        }
        ApiKeyEntry entry =
                current.keys().stream()
                        .filter(each -> isOf(each, key))
                        .findFirst()
                        .orElseThrow(() ->
                                unauthenticated(
                                        "the key in the header %s is none of the catalog's"
                                                .formatted(Headers.API_KEY)));
        if (!entry.scopes().contains(ApiKeyEntry.Scope.SUBMIT)) {
            throw ApiException.forbidden(
                    "key '%s' may not submit; its scopes are %s"
                            .formatted(entry.id(), entry.scopes()));
        }
        return entry.tenant();
    }

    private static boolean isOf(ApiKeyEntry entry, String key) {
        return MessageDigest.isEqual(
                entry.hash().getBytes(StandardCharsets.UTF_8),
                ("sha256:" + sha256(key)).getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ApiException unauthenticated(String message) {
        return ApiException.of(ErrorClass.AUTHENTICATION, null, message);
    }
}
