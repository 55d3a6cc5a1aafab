package io.signalbox.messaging;

import java.util.LinkedHashMap;
import java.util.Map;

/** A set that forgets its oldest member past a size. Thread-safe. */
public final class RecentIds {

    private final Map<String, Boolean> members;

    /**
     * @param capacity most members kept, 1 or more
     */
    public RecentIds(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity %d is less than 1".formatted(capacity));
        }
        this.members =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                        return size() > capacity;
                    }
                };
    }

    /** Whether it was not there before. */
    public synchronized boolean add(String id) {
        return members.put(id, Boolean.TRUE) == null;
    }

    public synchronized boolean contains(String id) {
        return members.containsKey(id);
    }

    public synchronized void remove(String id) {
        members.remove(id);
    }

    public synchronized int size() {
        return members.size();
    }
}
