package io.signalbox.cliworker.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.signalbox.catalog.AgentOutput;
import io.signalbox.catalog.AgentOutput.Field;
import io.signalbox.catalog.OutputPath;
import io.signalbox.contracts.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Format jsonl: one JSON object a line; other lines are passed over. */
final class JsonLinesReader implements AnswerReader {

    /** Steps that one line may tell. */
    private static final int MAX_STEPS = 50;

    static final ObjectReader JSON =
            Json.mapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private record StepReader(LineSelection select, AgentOutput.Kind kind, OutputPath path) {}

    private final AgentOutput output;
    private final SecretMask mask;
    private final List<StepReader> steps;
    private final List<LineSelection> finalLines;
    private final List<FieldReader> fields = new ArrayList<>();

    private final FieldReader text;
    private final FieldReader session;
    private final FieldReader cost;
    private final FieldReader input;
    private final FieldReader cachedRead;
    private final FieldReader cachedWrite;
    private final FieldReader outputTokens;
    private final FieldReader reasoning;
    private final FieldReader total;
    private final FieldReader error;
    private final FieldReader errorText;
    private final FieldReader errorStatus;
    private final FieldReader errorDetail;
    private final FieldReader denied;
    private boolean finished;

    JsonLinesReader(AgentOutput output, SecretMask mask) {
        this.output = output;
        this.mask = mask;
        this.steps =
                output.steps().stream()
                        .map(s ->
                                new StepReader(
                                        LineSelection.of(s.select()),
                                        s.kind(),
                                        OutputPath.parse(s.path())))
                        .toList();
        this.finalLines = output.finalLine().stream().map(LineSelection::of).toList();
        this.text = field(output.text());
        this.session = field(output.session());
        this.cost = field(output.costUsd());
        this.input = field(output.inputTokens());
        this.cachedRead = field(output.cachedReadTokens());
        this.cachedWrite = field(output.cachedWriteTokens());
        this.outputTokens = field(output.outputTokens());
        this.reasoning = field(output.reasoningTokens());
        this.total = field(output.totalTokens());
        this.error = field(output.error());
        this.errorText = field(output.errorText());
        this.errorStatus = field(output.errorStatus());
        this.errorDetail = field(output.errorDetail());
        this.denied = field(output.denied());
    }

    private FieldReader field(@Nullable Field field) {
        FieldReader reader = new FieldReader(field, output.select());
        fields.add(reader);
        return reader;
    }

    @Override
    public List<AgentStep> line(String line) {
        if (!line.stripLeading().startsWith("{")) {
            return List.of();
        }
        try {
            return object(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            return List.of(); // cut off, or no JSON after all
        }
    }

    List<AgentStep> object(JsonNode line) {
        fields.forEach(field -> field.line(line));
        finished |= finalLines.stream().anyMatch(last -> last.matches(line));
        return steps.stream()
                .filter(step -> step.select().matches(line))
                .flatMap(step -> stepsOf(step, line))
                .limit(MAX_STEPS)
                .toList();
    }

    private Stream<AgentStep> stepsOf(StepReader step, JsonNode line) {
        return PathReader.find(step.path(), line).stream()
                .map(JsonNode::asText)
                .filter(said -> !said.isBlank())
                .map(said -> new AgentStep(step.kind(), mask.hide(said)));
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public AgentAnswer end(SessionTotals before) {
        TokenCount tokens =
                new TokenCount(
                        input.amount(),
                        cachedRead.amount(),
                        cachedWrite.amount(),
                        outputTokens.amount(),
                        reasoning.amount(),
                        total.amount());
        Told told = Told.of(output, tokens, cost.amount().orElse(null), before);
        boolean failed = error.text().filter(flag -> !flag.equals("false")).isPresent();
        return new AgentAnswer(
                mask.hide(text.text().orElse("")),
                session.text().orElse(null),
                told.usage(),
                told.cost(),
                failed,
                failed ? said().map(mask::hide).orElse(null) : null,
                errorDetail.text().map(mask::hide).orElse(null),
                status(),
                denied.all().stream().map(mask::hide).toList(),
                finished || finalLines.isEmpty(),
                told.totals());
    }

    /** The text of a failure: its own field, else the error where that is more than a flag. */
    private Optional<String> said() {
        return errorText
                .text()
                .or(() -> error.text().filter(flag -> !flag.equals("true")))
                .or(text::text);
    }

    private @Nullable Integer status() {
        return errorStatus
                .amount()
                .map(Amount::value)
                .filter(s -> s.compareTo(BigDecimal.valueOf(100)) >= 0)
                .filter(s -> s.compareTo(BigDecimal.valueOf(999)) <= 0)
                .map(BigDecimal::intValue)
                .orElse(null);
    }
}
