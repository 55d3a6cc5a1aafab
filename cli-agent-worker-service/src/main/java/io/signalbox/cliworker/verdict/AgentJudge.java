package io.signalbox.cliworker.verdict;

import io.signalbox.catalog.Agent;
import io.signalbox.cliworker.output.AgentAnswer;
import io.signalbox.cliworker.output.SecretMask;
import io.signalbox.contracts.attempt.ErrorClass;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges runs of one agent. An exit code of 0 never means that the work was done: an agent that
 * tells how it ended must have told it, and there must be an answer or a changed file. Pure and
 * thread-safe.
 */
public final class AgentJudge {

    /** Longer messages are cut, in characters. */
    static final int MAX_MESSAGE = 500;

    /** Of stderr that is looked at, in characters. */
    static final int MAX_STDERR = 64 * 1024;

    /** What is left of a process that somebody else killed, by its exit code. */
    private static final Map<Integer, String> SIGNALS =
            Map.of(
                    129, "HUP", 130, "INT", 131, "QUIT", 134, "ABRT", 137, "KILL", 139, "SEGV", 143,
                    "TERM");

    private final Agent agent;
    private final FailureClassifier classifier;
    private final SecretMask mask;

    public AgentJudge(Agent agent) {
        this.agent = agent;
        this.classifier = new FailureClassifier(agent);
        this.mask = SecretMask.of(agent);
    }

    /**
     * @param stderr its end; as much of it as was kept
     * @param filesChanged whether the workspace differs from what it was
     */
    public AgentVerdict judge(RunEnd end, AgentAnswer answer, String stderr, boolean filesChanged) {
        return switch (end) {
            case RunEnd.Cancelled cancelled ->
                    new AgentVerdict.Failed(ErrorClass.CANCELLED, "it was cancelled", null, null);
            case RunEnd.NotStarted no ->
                    failed(ErrorClass.AGENT_FAILED, "it could not be started: " + no.reason());
            case RunEnd.Stopped stopped when !saidItsLast(answer) ->
                    failed(stopped.errorClass(), stopped.reason());
            case RunEnd.Stopped stopped -> byAnswer(null, answer, stderr, filesChanged);
            case RunEnd.Lingered lingered -> byAnswer(null, answer, stderr, filesChanged);
            case RunEnd.Exited exited -> byAnswer(exited.code(), answer, stderr, filesChanged);
        };
    }

    /** Of formats without a final line nobody knows before the end. */
    private boolean saidItsLast(AgentAnswer answer) {
        return answer.finished() && !agent.output().finalLine().isEmpty();
    }

    private AgentVerdict byAnswer(
            @Nullable Integer code, AgentAnswer answer, String stderr, boolean filesChanged) {
        StderrTail tail =
                new StderrTail(stderr.substring(Math.max(0, stderr.length() - MAX_STDERR)));
        if (answer.failed() || (code != null && code != 0)) {
            return failure(code, answer, tail);
        }
        if (!answer.finished()) {
            return silent(code, "it ended without the last line of its output", answer, tail);
        }
        return answer.text().isBlank() && !filesChanged
                ? silent(code, "it ended without an answer and changed no file", answer, tail)
                : new AgentVerdict.Succeeded();
    }

    /** It ended as if all were well, with nothing in its hands: the log may say why. */
    private AgentVerdict silent(
            @Nullable Integer code, String what, AgentAnswer answer, StderrTail tail) {
        Optional<String> told = tail.toldError();
        FailureClassifier.Found found = classifier.classify(told.orElse(""), null, null, "");
        String refused =
                answer.deniedTools().isEmpty()
                        ? ""
                        : "; refused: " + String.join(", ", answer.deniedTools());
        return new AgentVerdict.Failed(
                found.errorClass(),
                line(what + told.map(t -> ": " + t).orElse("") + refused),
                found.status(),
                code);
    }

    private AgentVerdict failure(@Nullable Integer code, AgentAnswer answer, StderrTail tail) {
        Optional<String> told = Optional.ofNullable(answer.errorText()).or(tail::toldError);
        String detail = answer.errorDetail() == null ? "" : "\n" + answer.errorDetail();
        FailureClassifier.Found found =
                classifier.classify(
                        start(told.orElse("") + detail, MAX_STDERR),
                        answer.httpStatus(),
                        code,
                        tail.text());
        boolean unexplained = told.isEmpty() && found.errorClass() == ErrorClass.AGENT_FAILED;
        if (code != null && unexplained && SIGNALS.containsKey(code)) {
            return new AgentVerdict.Failed(
                    ErrorClass.UNAVAILABLE,
                    "it was killed from outside (SIG%s)".formatted(SIGNALS.get(code)),
                    null,
                    code);
        }
        String words = told.or(tail::line).orElse("it said nothing of its failure");
        String ending = code == null || code == 0 ? "" : " (exit code %d)".formatted(code);
        return new AgentVerdict.Failed(
                found.errorClass(), line(words) + ending, found.status(), code);
    }

    private AgentVerdict failed(ErrorClass errorClass, String message) {
        return new AgentVerdict.Failed(errorClass, line(message), null, null);
    }

    /** Bounded before it is searched for keys, far behind where it is cut for good. */
    private String line(String text) {
        String oneLine = start(text, MAX_STDERR).replaceAll("\\s+", " ").strip();
        String line = mask.hideAll(start(oneLine, 8 * MAX_MESSAGE));
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE - 1) + "…";
    }

    private static String start(String text, int most) {
        return text.substring(0, Math.min(most, text.length()));
    }
}
