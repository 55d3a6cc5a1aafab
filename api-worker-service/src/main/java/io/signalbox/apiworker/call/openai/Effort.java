package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.catalog.Model;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a server is told how much to reason. */
public enum Effort {

    /** {@code reasoning_effort}, in the caller's own word. */
    AS_ASKED {
        @Override
        void write(ObjectNode body, String modelId, String effort) {
            body.put(FIELD, effort);
        }
    },

    /** Thinks unless told not to; every effort but none goes as it is. */
    DEEPSEEK {
        @Override
        void write(ObjectNode body, String modelId, String effort) {
            boolean none = effort.equals(NONE);
            body.putObject("thinking").put("type", none ? "disabled" : "enabled");
            if (!none) {
                body.put(FIELD, effort);
            }
        }

        // After a tool call DeepSeek wants back what it thought before it, or answers 400; our
        // conversations do not hold that, so the loop goes on without thinking.
        @Override
        boolean mustNotThink(CallRequest request) {
            return request.input().messages().stream()
                    .anyMatch(message -> !message.toolCalls().isEmpty());
        }
    },

    /**
     * The larger models take several, the others {@code none} or {@code high}, the Magistrals
     * nothing, as they always think. Source: docs.mistral.ai/capabilities/reasoning.
     */
    MISTRAL {
        @Override
        void write(ObjectNode body, String modelId, String effort) {
            if (modelId.startsWith("magistral")) {
                return;
            }
            boolean little = effort.equals("minimal") || effort.equals("low");
            boolean graded = modelId.contains("large");
            body.put(
                    FIELD,
                    effort.equals(NONE) || (little && !graded) ? NONE : graded(effort, graded));
        }

        private String graded(String effort, boolean graded) {
            return switch (effort) {
                case "minimal" -> "low";
                case "low", "medium" -> graded ? effort : "high";
                default -> "high";
            };
        }
    };

    static final String FIELD = "reasoning_effort";
    private static final String NONE = "none";

    /**
     * @param effort in lower case
     */
    abstract void write(ObjectNode body, String modelId, String effort);

    /** Whether the conversation is one in which the model cannot reason. */
    boolean mustNotThink(CallRequest request) {
        return false;
    }

    /** Writes what the caller asked for, where the model reasons at all. */
    final void write(ObjectNode body, CallRequest request, LeftOut leftOut) {
        @Nullable String asked = request.input().reasoningEffort();
        if (mustNotThink(request)) {
            if (asked != null && !asked.equals(NONE)) {
                leftOut.add(FIELD, "the conversation holds tool calls without their thinking");
            }
            write(body, request.modelId(), NONE);
        } else if (asked != null && isKnownNotToReason(request.model())) {
            leftOut.add(FIELD, "the model does not reason");
        } else if (asked != null) {
            write(body, request.modelId(), asked.toLowerCase(Locale.ROOT));
        }
    }

    /** Whether the caller has not turned it off already. */
    static boolean isOn(CallRequest request) {
        return !NONE.equalsIgnoreCase(request.input().reasoningEffort());
    }

    /** Turns it off for the sake of the tools, whatever the caller asked for. */
    final void turnOff(ObjectNode body, CallRequest request, LeftOut leftOut) {
        write(body, request.modelId(), NONE);
        leftOut.add(FIELD, "sent as none: the server takes tools only so");
    }

    /** A model without any capability in the registry is one that nothing is known of. */
    private static boolean isKnownNotToReason(@Nullable Model model) {
        return model != null
                && !model.capabilities().isEmpty()
                && !model.capabilities().contains("reasoning");
    }
}
