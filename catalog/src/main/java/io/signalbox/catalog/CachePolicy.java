package io.signalbox.catalog;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The response cache.
 *
 * @param enabled default false
 * @param defaultTtl default 1 h
 * @param ttlByTaskType others, by task type
 */
public record CachePolicy(
        boolean enabled, Duration defaultTtl, Map<String, Duration> ttlByTaskType) {

    public CachePolicy {
        ttlByTaskType = Map.copyOf(ttlByTaskType);
    }

    /** How long an answer to such a task is kept; null is a task without a type. */
    public Duration ttl(@Nullable String taskType) {
        return taskType == null ? defaultTtl : ttlByTaskType.getOrDefault(taskType, defaultTtl);
    }
}
