package io.signalbox.cliworker.output;

import io.signalbox.catalog.AgentOutput;
import io.signalbox.catalog.AgentOutput.Take;
import io.signalbox.catalog.AgentOutput.TextField;
import io.signalbox.catalog.AgentOutput.TextPattern;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Format text: all of stdout is the answer; patterns find numbers and errors in its lines. */
final class TextReader implements AnswerReader {

    /** Longer lines are not searched, so that no pattern can take for ever. */
    private static final int MAX_LINE = 10_000;

    private final AgentOutput output;
    private final SecretMask mask;
    private final Map<TextField, Pattern> patterns = new EnumMap<>(TextField.class);
    private final Map<TextField, String> found = new EnumMap<>(TextField.class);
    private final Map<TextField, Amount> sums = new EnumMap<>(TextField.class);
    private final BoundedText text = new BoundedText();

    TextReader(AgentOutput output, SecretMask mask) {
        this.output = output;
        this.mask = mask;
        output.patterns()
                .forEach((field, pattern) -> patterns.put(field, Pattern.compile(pattern.match())));
    }

    @Override
    public List<AgentStep> line(String line) {
        text.append(line);
        text.append("\n");
        if (line.length() <= MAX_LINE) {
            patterns.forEach((field, pattern) -> search(field, pattern.matcher(line)));
        }
        return List.of();
    }

    private void search(TextField field, Matcher matcher) {
        if (!matcher.find()) {
            return;
        }
        String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        if (field == TextField.RECOVERED) {
            found.remove(TextField.ERROR);
        } else if (group != null) {
            take(field, group);
        }
    }

    private void take(TextField field, String value) {
        switch (takes(field)) {
            case FIRST -> found.putIfAbsent(field, value);
            case LAST, CONCAT -> found.put(field, value);
            case SUM -> add(field, value);
        }
    }

    /** What is told after an error that was not taken back is an old number told again. */
    private void add(TextField field, String value) {
        if (!found.containsKey(TextField.ERROR)) {
            Amount.of(value).ifPresent(more -> sums.merge(field, more, Amount::plus));
        }
    }

    private Take takes(TextField field) {
        TextPattern pattern = output.patterns().get(field);
        return pattern == null ? Take.LAST : pattern.take();
    }

    @Override
    public boolean isFinished() {
        return false;
    }

    @Override
    public AgentAnswer end(SessionTotals before) {
        TokenCount tokens =
                new TokenCount(
                        amount(TextField.INPUT_TOKENS),
                        amount(TextField.CACHED_READ_TOKENS),
                        amount(TextField.CACHED_WRITE_TOKENS),
                        amount(TextField.OUTPUT_TOKENS),
                        amount(TextField.REASONING_TOKENS),
                        Optional.empty());
        Told told = Told.of(output, tokens, amount(TextField.COST_USD).orElse(null), before);
        String error = found.get(TextField.ERROR);
        return new AgentAnswer(
                mask.hide(text.toString().strip()),
                found.get(TextField.SESSION),
                told.usage(),
                told.cost(),
                error != null,
                error == null ? null : mask.hide(error),
                null,
                null,
                List.of(),
                true,
                told.totals());
    }

    private Optional<Amount> amount(TextField field) {
        return Optional.ofNullable(sums.get(field))
                .or(() -> Optional.ofNullable(found.get(field)).flatMap(Amount::of));
    }
}
