package io.signalbox.cliworker.verdict;

import io.signalbox.catalog.Agent;
import io.signalbox.contracts.attempt.ErrorClass;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The class of a failure, by what says most: the entry's patterns in the agent's own words, the
 * HTTP status, the entry's exit codes; then patterns and status in stderr, where warnings and
 * earlier tries stand too; then AGENT_FAILED.
 */
final class FailureClassifier {

    /** What was found. */
    record Found(ErrorClass errorClass, @Nullable Integer status) {}

    private record Compiled(Pattern match, ErrorClass errorClass) {}

    private final Agent agent;
    private final List<Compiled> patterns;

    FailureClassifier(Agent agent) {
        this.agent = agent;
        this.patterns =
                agent.failures().patterns().stream()
                        .map(p -> new Compiled(Pattern.compile(p.match()), p.errorClass()))
                        .toList();
    }

    /**
     * @param words the agent's own on its failure; empty for none
     * @param status as it told it apart from its words
     * @param code null where it did not end by itself
     */
    Found classify(String words, @Nullable Integer status, @Nullable Integer code, String stderr) {
        Integer told = status != null ? status : HttpStatuses.in(words).orElse(null);
        Optional<ErrorClass> found = byPattern(words);
        if (found.isEmpty() && told != null) {
            found = Optional.of(HttpStatuses.classOf(told, words));
        }
        if (found.isEmpty() && code != null) {
            found = Optional.ofNullable(agent.failures().exitCodes().get(code));
        }
        if (found.isPresent()) {
            return new Found(found.get(), told);
        }
        Integer logged = HttpStatuses.in(stderr).orElse(null);
        ErrorClass last =
                byPattern(stderr)
                        .orElseGet(() ->
                                logged == null
                                        ? ErrorClass.AGENT_FAILED
                                        : HttpStatuses.classOf(logged, stderr));
        return new Found(last, logged);
    }

    private Optional<ErrorClass> byPattern(String text) {
        return patterns.stream()
                .filter(p -> p.match().matcher(text).find())
                .map(Compiled::errorClass)
                .findFirst();
    }
}
