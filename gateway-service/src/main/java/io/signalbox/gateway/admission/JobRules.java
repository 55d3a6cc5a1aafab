package io.signalbox.gateway.admission;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.Limits;
import io.signalbox.contracts.wire.DurationText;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a job must be before it is taken: everything that can be known to be wrong at the door. */
@ApplicationScoped
public class JobRules {

    private static final Set<String> ROLES =
            Set.of("system", "developer", "user", "assistant", "tool");
    private static final Set<String> PRIORITIES = Set.of("interactive", "batch");
    private static final Set<String> MODES = Set.of("api", "cli", "auto");
    private static final Set<String> RERUNS = Set.of("once", "never");
    private static final Set<String> SEARCHES = Set.of("on", "off", "auto");

    private final ActiveCatalog catalog;
    private final Duration maxTimeout;
    private final JobBounds bounds;

    JobRules(ActiveCatalog catalog, GatewayConfig config) {
        this.catalog = catalog;
        this.maxTimeout = config.maxTimeout();
        this.bounds = new JobBounds(config.bounds());
    }

    void check(Job job) {
        bounds.check(job);
        ChatInput input = job.input();
        List<ChatMessage> messages = input == null ? List.of() : input.messages();
        boolean hasInstruction = job.instruction() != null && !job.instruction().isBlank();
        if (job.embedding() != null) {
            EmbeddingRules.check(job.embedding(), input != null || hasInstruction);
        } else if (messages.isEmpty() && !hasInstruction && job.instructionFile() == null) {
            throw ApiException.invalid(
                    "input.messages",
                    "a job needs input.messages (one or more) or an instruction; both are missing");
        }
        checkMessages(messages);
        if (input != null) {
            ParameterRules.check(input);
        }
        WorkspaceRules.check(job);
        checkMode(job.routing().mode());
        checkName("routing.model", job.routing().model());
        checkName("task.type", job.task().type());
        checkSearch(job.routing().search());
        checkMostCost(job.routing().maxCostUsd());
        checkLimits(job.limits());
    }

    void checkNoReplyTopic(Job job) {
        if (job.replyTopic() != null) {
            throw ApiException.invalid(
                    "reply_topic", "reply_topic is for jobs that come by Kafka, not by HTTP");
        }
    }

    /** Names are kept as text, where Postgres takes no NUL. */
    private static void checkName(String field, @Nullable String name) {
        if (name != null && name.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid(field, field + " holds a control character");
        }
    }

    private static void checkMode(@Nullable String mode) {
        if (mode != null && !MODES.contains(mode)) {
            throw ApiException.invalid(
                    "routing.mode", "routing.mode is '%s', it is api, cli or auto".formatted(mode));
        }
    }

    private static void checkSearch(@Nullable String search) {
        if (search != null && !SEARCHES.contains(search)) {
            throw ApiException.invalid(
                    "routing.search",
                    "routing.search is '%s', it is on, off or auto".formatted(search));
        }
    }

    private static void checkMostCost(@Nullable Usd most) {
        if (most != null && most.compareTo(Usd.ZERO) < 0) {
            throw ApiException.invalid(
                    "routing.max_cost_usd",
                    "routing.max_cost_usd is %s, it is 0 or more".formatted(most));
        }
    }

    private static void checkMessages(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            String at = "messages[%d]".formatted(i);
            if (!ROLES.contains(message.role())) {
                throw ApiException.invalid(
                        at + ".role",
                        "%s.role is '%s'; it is one of system, developer, user, assistant, tool"
                                .formatted(at, message.role()));
            }
            if (message.content().isEmpty() && message.toolCalls().isEmpty()) {
                throw ApiException.invalid(
                        at + ".content", at + " has neither content nor tool_calls");
            }
            for (ContentPart part : message.content()) {
                boolean readable =
                        part.type().equals("text")
                                ? part.text() != null
                                : part.type().equals("image_url") && part.imageUrl() != null;
                if (!readable) {
                    throw ApiException.invalid(
                            at + ".content",
                            "%s.content has a part of type '%s'; taken are text (with text) and image_url (with image_url.url)"
                                    .formatted(at, part.type()));
                }
            }
        }
    }

    private void checkLimits(Limits limits) {
        if (limits.timeout() != null
                && (limits.timeout().isNegative() || limits.timeout().isZero())) {
            throw ApiException.invalid("limits.timeout", "limits.timeout must be more than 0");
        }
        if (limits.timeout() != null && limits.timeout().compareTo(maxTimeout) > 0) {
            throw ApiException.invalid(
                    "limits.timeout",
                    "limits.timeout is %s, at most %s is taken"
                            .formatted(
                                    DurationText.format(limits.timeout()),
                                    DurationText.format(maxTimeout)));
        }
        if (limits.maxAttempts() != null && limits.maxAttempts() < 1) {
            throw ApiException.invalid(
                    "limits.max_attempts",
                    "limits.max_attempts is %d, it is 1 or more".formatted(limits.maxAttempts()));
        }
        if (limits.retries() != null && limits.retries() < 0) {
            throw ApiException.invalid(
                    "limits.retries",
                    "limits.retries is %d, it is 0 or more".formatted(limits.retries()));
        }
        if (limits.priority() != null && !PRIORITIES.contains(limits.priority())) {
            throw ApiException.invalid(
                    "limits.priority",
                    "limits.priority is '%s', it is interactive or batch"
                            .formatted(limits.priority()));
        }
        if (limits.rerun() != null && !RERUNS.contains(limits.rerun())) {
            throw ApiException.invalid(
                    "limits.rerun",
                    "limits.rerun is '%s', it is once or never".formatted(limits.rerun()));
        }
    }

    JobId callersId(String id) {
        try {
            JobId jobId = JobId.parse(id);
            if (!jobId.isProbe()) {
                return jobId;
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("id", String.valueOf(e.getMessage()));
        }
        throw ApiException.invalid("id", "id '%s' is kept for our own warm-up jobs".formatted(id));
    }

    /** From admission to the job's end, where the job names none: more where an agent may do it. */
    Duration timeout(Job job) {
        Duration asked = job.limits().timeout();
        if (asked != null) {
            return asked;
        }
        Catalog current = catalog.current();
        return AgentUse.isPossible(job, current)
                ? current.routing().agentTimeout()
                : current.routing().apiTimeout();
    }
}
