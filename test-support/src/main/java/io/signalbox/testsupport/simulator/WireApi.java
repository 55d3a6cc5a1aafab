package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.WireDialect.Operation;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the simulated providers answer, whatever their dialect. */
final class WireApi {

    private final List<WireDialect> dialects;
    private final InstantSource clock;

    WireApi(List<WireDialect> dialects, InstantSource clock) {
        this.dialects = List.copyOf(dialects);
        this.clock = clock;
    }

    /** A dialect that knows a path, and what the path wants. */
    record Route(WireDialect dialect, Operation operation) {}

    Optional<Route> route(String method, String path) {
        for (WireDialect dialect : dialects) {
            Optional<Operation> operation = dialect.operation(method, path);
            if (operation.isPresent()) {
                return Optional.of(new Route(dialect, operation.get()));
            }
        }
        return Optional.empty();
    }

    /** Paths of no dialect get the first one's errors. */
    Reply unknown(String message) {
        return Reply.error(dialects.getFirst(), new WireError(404, message, null));
    }

    Reply models(WireDialect dialect, Script script, Map<String, String> headers) {
        if (!hasKey(dialect, script, headers)) {
            return Reply.error(dialect, dialect.badKey());
        }
        return Reply.of(200, Reply.JSON, dialect.models(script.models()));
    }

    Reply loaded(WireDialect dialect, Script script, Map<String, String> headers) {
        if (!hasKey(dialect, script, headers)) {
            return Reply.error(dialect, dialect.badKey());
        }
        return Reply.of(200, Reply.JSON, dialect.loaded(script.models(), script.loaded()));
    }

    /** A token per four characters of the body. */
    Reply count(WireDialect dialect, Script script, Map<String, String> headers, String body) {
        if (!hasKey(dialect, script, headers)) {
            return Reply.error(dialect, dialect.badKey());
        }
        return Reply.of(200, Reply.JSON, dialect.count(Answers.tokens(body)));
    }

    Reply noSocket(WireDialect dialect) {
        String message = "This server takes no WebSockets; use HTTP.";
        return Reply.error(dialect, new WireError(426, message, null));
    }

    Reply chat(
            WireDialect dialect,
            SimulatedProvider provider,
            String path,
            Map<String, String> headers,
            String body,
            long number) {
        String id = "sim-" + number;
        return answer(dialect, provider, path, headers, body, id)
                .under(dialect.headers(id, clock.instant()));
    }

    private Reply answer(
            WireDialect dialect,
            SimulatedProvider provider,
            String path,
            Map<String, String> headers,
            String body,
            String id) {
        Script script = provider.script();
        if (!hasKey(dialect, script, headers)) {
            return Reply.error(dialect, dialect.badKey());
        }
        try {
            ChatCall call = dialect.read(path, headers, Json.mapper().readTree(body));
            if (!script.models().isEmpty()
                    && script.models().stream()
                            .noneMatch(listed -> dialect.isModel(listed, call.model()))) {
                return Reply.error(dialect, dialect.noModel(call.model()));
            }
            Optional<Fault> fault = provider.nextFault(call.conversation());
            long nowSeconds = clock.instant().getEpochSecond();
            AnswerPlan plan = Answers.plan(script, call, id, nowSeconds);
            return new Replies(dialect).of(script, call, plan, fault);
        } catch (RefusedRequest e) {
            return Reply.error(dialect, e.error());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Reply.error(dialect, new WireError(400, String.valueOf(e.getMessage()), null));
        }
    }

    private static boolean hasKey(WireDialect dialect, Script script, Map<String, String> headers) {
        return script.requiredKey() == null || script.requiredKey().equals(dialect.key(headers));
    }
}
