package io.signalbox.gateway.admission;

import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.Routing;
import io.signalbox.contracts.job.Task;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How large the parts of a job may be: what is kept, shown or walked for each job. */
final class JobBounds {

    private final GatewayConfig.Bounds most;

    JobBounds(GatewayConfig.Bounds most) {
        this.most = most;
    }

    /**
     * @throws ApiException 400 that names the part, its size and the bound
     */
    void check(Job job) {
        ChatInput input = job.input();
        if (input != null) {
            amount("input.messages", "messages", input.messages().size(), most.maxMessages());
            amount("input.tools", "tools", input.tools().size(), most.maxTools());
        }
        if (job.embedding() != null) {
            amount(
                    "embedding.texts",
                    "texts",
                    job.embedding().texts().size(),
                    most.maxEmbeddingTexts());
        }
        metadata(job.metadata());
        name("profile", job.profile());
        Task task = job.task();
        name("task.type", task.type());
        name("task.risk", task.risk());
        name("task.area", task.area());
        name("task.role", task.role());
        name("task.complexity", task.complexity());
        routing(job.routing());
    }

    private void routing(Routing routing) {
        name("routing.model", routing.model());
        name("routing.chain", routing.chain());
        name("routing.strategy", routing.strategy());
        name("routing.mode", routing.mode());
        name("routing.session", routing.session());
        name("routing.search", routing.search());
        names("routing.requires", routing.requires());
        names("routing.exclude_models", routing.excludeModels());
    }

    private void names(String part, List<String> names) {
        amount(part, "entries", names.size(), most.maxListEntries());
        names.forEach(name -> name(part, name));
    }

    private void metadata(Map<String, String> metadata) {
        amount("metadata", "entries", metadata.size(), most.maxMetadataEntries());
        int chars =
                metadata.entrySet().stream()
                        .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                        .sum();
        amount("metadata", "characters", chars, most.maxMetadataChars());
    }

    private void name(String part, @Nullable String name) {
        if (name != null) {
            amount(part, "characters", name.length(), most.maxNameChars());
        }
    }

    private static void amount(String part, String what, int found, int bound) {
        if (found > bound) {
            throw ApiException.invalid(
                    part, "%s has %d %s, at most %d are taken".formatted(part, found, what, bound));
        }
    }
}
