package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.LeftOut;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * In what a request differs from the first that was sent, because the server refused that one.
 *
 * @param leftOut parameters not sent, in the order of their refusals
 * @param thinkingOff whether the model is told not to think
 */
record Amendments(Set<String> leftOut, boolean thinkingOff) {

    static final Amendments NONE = new Amendments(Set.of(), false);

    /** Parameters left out of one call. */
    private static final int MOST_LEFT_OUT = 4;

    /**
     * These and one more. Empty where the refusal is of another kind, or this was tried before.
     *
     * @param refused the request as its caller wrote it
     */
    Optional<Amendments> after(Throwable refusal, CallRequest refused) {
        boolean tools = !refused.input().tools().isEmpty();
        if (tools && !thinkingOff && Effort.isOn(refused) && RefusedParameter.isEffort(refusal)) {
            return Optional.of(new Amendments(leftOut, true));
        }
        return RefusedParameter.of(refusal)
                .filter(name -> leftOut.size() < MOST_LEFT_OUT && !leftOut.contains(name))
                .map(this::without);
    }

    private Amendments without(String name) {
        Set<String> more = new LinkedHashSet<>(leftOut);
        more.add(name);
        return new Amendments(more, thinkingOff);
    }

    void write(ObjectNode body, CallRequest request, Effort effort, LeftOut notes) {
        leftOut.forEach(name -> {
            body.remove(name);
            notes.add(name, "the server refused it");
        });
        if (thinkingOff) {
            effort.turnOff(body, request, notes);
        }
    }
}
