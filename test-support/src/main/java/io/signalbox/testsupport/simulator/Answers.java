package io.signalbox.testsupport.simulator;

import io.signalbox.contracts.job.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a script answers to a call. A token is a word with the blanks after it; the prompt counts a
 * token per four characters.
 */
public final class Answers {

    private static final Pattern TOKEN = Pattern.compile("\\s*\\S+\\s*");
    private static final String FILLER = "and so on ";
    private static final int ECHOED_CHARACTERS = 400;
    private static final int CHARACTERS_PER_TOKEN = 4;

    private Answers() {}

    /** The default answer: it names its question, so it can be told from every other one's. */
    public static String echo(String question) {
        int length = Math.min(question.length(), ECHOED_CHARACTERS);
        return "You said: " + question.substring(0, length);
    }

    static AnswerPlan plan(Script script, ChatCall call, String id, long nowSeconds) {
        Optional<ToolCall> step = step(script, call, id);
        List<ToolCall> beside = call.toolsOffered() ? script.toolCalls() : List.of();
        List<ToolCall> toolCalls = step.map(List::of).orElse(beside);
        boolean callsTools = !toolCalls.isEmpty();
        List<String> wanted =
                step.isPresent()
                        ? List.of()
                        : callsTools ? split(script.answer()) : answer(script, call);
        boolean tooLong = wanted.size() > call.mostTokens();
        List<String> pieces = tooLong ? wanted.subList(0, call.mostTokens()) : wanted;
        List<String> reasoning = split(script.reasoning());
        AnswerPlan.Finish whole =
                callsTools ? AnswerPlan.Finish.TOOL_CALLS : AnswerPlan.Finish.STOP;
        return new AnswerPlan(
                id,
                call.model(),
                nowSeconds,
                pieces,
                reasoning,
                toolCalls,
                tooLong ? AnswerPlan.Finish.LENGTH : whole,
                null,
                script.usageReported() ? tokens(script, call, pieces, reasoning, toolCalls) : null);
    }

    /** The next step, where the request offers its tool. */
    private static Optional<ToolCall> step(Script script, ChatCall call, String id) {
        String match = script.stepsMatch();
        if (call.toolRounds() >= script.steps().size()
                || (match != null && !call.question().contains(match))) {
            return Optional.empty();
        }
        ToolCall step = script.steps().get(call.toolRounds());
        return call.tools().contains(step.function().name())
                ? Optional.of(made(step, call, id))
                : Optional.empty();
    }

    private static ToolCall made(ToolCall step, ChatCall call, String id) {
        ToolCall.Function function = step.function();
        String arguments = WorkingDirectory.filledIn(function.arguments(), call.conversation());
        return new ToolCall(
                step.id() == null ? "call_" + id : step.id(),
                step.type(),
                new ToolCall.Function(function.name(), arguments));
    }

    /** Of what is sent. */
    static int tokens(String text) {
        return Math.max(1, text.length() / CHARACTERS_PER_TOKEN);
    }

    private static List<String> answer(Script script, ChatCall call) {
        List<String> pieces =
                split(script.answer() == null ? echo(call.question()) : script.answer());
        return script.tokens() == null ? pieces : lengthened(pieces, script.tokens());
    }

    private static List<String> lengthened(List<String> pieces, int tokens) {
        if (pieces.size() >= tokens) {
            return pieces.subList(0, tokens);
        }
        List<String> filler = split(FILLER);
        List<String> longer = new ArrayList<>(pieces);
        if (!longer.isEmpty()) {
            longer.set(longer.size() - 1, longer.getLast() + " ");
        }
        while (longer.size() < tokens) {
            longer.add(filler.get(longer.size() % filler.size()));
        }
        return longer;
    }

    private static List<String> split(@Nullable String text) {
        List<String> pieces = new ArrayList<>();
        Matcher tokens = TOKEN.matcher(text == null ? "" : text);
        while (tokens.find()) {
            pieces.add(tokens.group());
        }
        return pieces;
    }

    private static AnswerPlan.Tokens tokens(
            Script script,
            ChatCall call,
            List<String> pieces,
            List<String> reasoning,
            List<ToolCall> toolCalls) {
        int prompt = tokens(call.conversation());
        int thought = reasoning.size() + script.reasoningTokens();
        int called =
                toolCalls.stream()
                        .mapToInt(tool ->
                                1 + tool.function().arguments().length() / CHARACTERS_PER_TOKEN)
                        .sum();
        return new AnswerPlan.Tokens(
                prompt,
                Math.min(prompt, script.cachedTokens()),
                pieces.size() + called + thought,
                thought);
    }
}
