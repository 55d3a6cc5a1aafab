package io.signalbox.router.strategy;

import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.router.RouterConfig;
import io.signalbox.tokens.PromptTokens;
import io.signalbox.tokens.Tokenizer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Tokens that a job is expected to use, before it runs: its prompt, and an answer as its type of
 * task usually has it. For comparing, never for billing. Immutable.
 */
@Singleton
public final class ExpectedUse {

    /** Of a type of task that nobody has named. */
    static final int DEFAULT_OUTPUT = 500;

    private final Map<String, Integer> outputByTaskType;

    @Inject
    ExpectedUse(RouterConfig config) {
        this(config.expectedOutputTokens());
    }

    public ExpectedUse(Map<String, Integer> outputByTaskType) {
        this.outputByTaskType = Map.copyOf(outputByTaskType);
    }

    /**
     * The caller's own limit of the answer bounds it.
     *
     * @param prompt the job's
     * @param model who would do it, by the provider's own id
     */
    public Usage of(Job job, PromptTokens prompt, String model) {
        long sent = prompt.estimate(Tokenizer.of(model));
        if (job.embedding() != null) {
            return new Usage(sent, 0, 0, 0, 0, true);
        }
        ChatInput input = job.conversation();
        String type = job.task().type();
        int usual =
                type == null ? DEFAULT_OUTPUT : outputByTaskType.getOrDefault(type, DEFAULT_OUTPUT);
        Integer limit = input.maxCompletionTokens();
        int output = limit == null ? usual : Math.min(limit, usual);
        return new Usage(sent, 0, 0, output, 0, true);
    }
}
