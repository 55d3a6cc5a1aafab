package io.signalbox.apiworker.call.failure;

import io.signalbox.contracts.attempt.ErrorClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine-readable words of servers for what went wrong. Source: facts/providers.md D.3. */
final class ErrorCodes {

    private static final Map<String, ErrorClass> BY_CODE = byCode();

    private ErrorCodes() {}

    /** By the word for an error, or for an unfinished answer, in lower case. */
    static Optional<ErrorClass> classOf(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    private static Map<String, ErrorClass> byCode() {
        Map<ErrorClass, List<String>> codes =
                Map.of(
                        ErrorClass.PROVIDER_AUTHENTICATION,
                        List.of(
                                "invalid_api_key",
                                "api_key_invalid",
                                "authentication_error",
                                "permission_error",
                                "invalid_authentication",
                                "unauthorized",
                                "account_deactivated"),
                        ErrorClass.QUOTA_EXHAUSTED,
                        List.of(
                                "insufficient_quota",
                                "billing_hard_limit_reached",
                                "billing_not_active",
                                "billing_error",
                                "insufficient_balance",
                                "insufficient_credits",
                                "payment_required",
                                "contract_spend_limit_reached",
                                "enforced_spend_limit_reached",
                                "linked_organization_spend_limit_reached",
                                "quota_exceeded"),
                        ErrorClass.RATE_LIMITED,
                        List.of(
                                "rate_limit_exceeded",
                                "rate_limit_error",
                                "rate_limited",
                                "too_many_requests",
                                "dynamic_request_limited",
                                "dynamic_token_limited"),
                        ErrorClass.CONTEXT_TOO_LONG,
                        List.of(
                                "context_length_exceeded",
                                "token_limit_exceeded",
                                "exceed_context_size_error",
                                "model_context_window_exceeded",
                                "request_too_large"),
                        ErrorClass.CONTENT_FILTERED,
                        List.of(
                                "content_policy_violation",
                                "content_filter",
                                "responsibleaipolicyviolation",
                                "refusal"),
                        ErrorClass.MODEL_NOT_FOUND,
                        List.of(
                                "model_not_found",
                                "model_not_supported",
                                "unknown_model",
                                "invalid_model",
                                "model_decommissioned"),
                        ErrorClass.OVERLOADED,
                        List.of(
                                "overloaded_error",
                                "overloaded",
                                "server_overloaded",
                                "engine_overloaded",
                                "provider_overloaded",
                                "capacity_exceeded",
                                "over_capacity",
                                "service_tier_capacity_exceeded",
                                "insufficient_system_resource"),
                        ErrorClass.TIMEOUT,
                        List.of("timeout_error", "request_timeout"),
                        ErrorClass.INVALID_REQUEST,
                        List.of("unsupported_parameter", "unsupported_value", "extra_forbidden"),
                        ErrorClass.UNAVAILABLE,
                        List.of("provider_unavailable"));
        Map<String, ErrorClass> byCode = new HashMap<>();
        codes.forEach((errorClass, words) -> words.forEach(word -> byCode.put(word, errorClass)));
        return Map.copyOf(byCode);
    }
}
