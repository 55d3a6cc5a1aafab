package io.signalbox.metrics.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's answer.
 *
 * @param rows ordered by their keys, null first; one without keys where no groups were asked for
 * @param total over all rows
 */
record UsageReport(UsageQuery query, List<Row> rows, UsageFigures total) {

    /**
     * @param keys one per {@code group_by}; an element is null where the ledger has none
     */
    record Row(List<@Nullable String> keys, UsageFigures figures) {}

    UsageReport {
        rows = List.copyOf(rows);
    }
}
