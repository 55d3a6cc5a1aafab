package io.signalbox.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.FaultProviders;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.FaultWall;
import io.signalbox.testsupport.simulator.FaultWall.Row;
import io.signalbox.testsupport.simulator.Script;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every fault of the wall, for a plain caller and for one who streams; and what docs/ says of it.
 */
@ExtendWith(SharedSignalbox.class)
@Timeout(120)
class FaultTableIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CALLERS = 12;

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    FaultTableIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void noFaultIsTakenForSuccessAndTheDocumentTellsWhatBecomesOfEach() throws Exception {
        // Given
        signalbox.script("second", Script.builder().answer(Seen.FROM_THE_NEXT).build());

        // When
        List<FaultTable.Line> lines = meetTheWall();

        // Then
        for (FaultTable.Line line : lines) {
            Row row = line.row();
            String expected = row.expected() == null ? "" : row.expected().name();
            assertThat(List.of(line.plain().errorClass(), line.streamed().errorClass()))
                    .as(row.name())
                    .containsOnly(expected);
            assertThat(line.streamed().status())
                    .as(row.name())
                    .isIn(HttpURLConnection.HTTP_OK, line.plain().status());
        }
        compare(FaultTable.text(lines));
    }

    private List<FaultTable.Line> meetTheWall() throws InterruptedException, ExecutionException {
        List<FaultTable.Line> lines = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Row> rows = FaultWall.rows();
            List<Future<Seen>> plain = new ArrayList<>();
            List<Future<Seen>> streamed = new ArrayList<>();
            for (Row row : rows) {
                plain.add(callers.submit(() -> call(row, false)));
                streamed.add(callers.submit(() -> call(row, true)));
            }
            for (int i = 0; i < rows.size(); i++) {
                lines.add(
                        new FaultTable.Line(
                                rows.get(i), plain.get(i).get(), streamed.get(i).get()));
            }
        }
        return lines;
    }

    private Seen call(Row row, boolean stream) {
        String provider = FaultProviders.name(row, stream);
        String model = provider + "/small";
        Answer answer =
                http.post(
                        "/chat/completions",
                        (stream ? Requests.stream(model, "go") : Requests.chat(model, "go"))
                                .toString());
        String id = answer.header("x-signalbox-job");
        JsonNode job =
                Eventually.get(
                        SOON,
                        () -> http.get("/jobs/" + id).json(),
                        it -> it.path("result").isObject() && !it.path("attempts").isEmpty());
        return Seen.of(answer, job.path("result"), provider, stream);
    }

    private static void compare(String seen) throws IOException {
        Path document =
                Path.of(
                        Objects.requireNonNull(System.getProperty("signalbox.root")),
                        "docs",
                        "faults.md");
        if (Boolean.getBoolean("signalbox.docs.write")) {
            Files.writeString(document, seen);
            return;
        }
        assertThat(Files.readString(document))
                .as(
                        "docs/faults.md tells something else than what was seen; if the change is meant,"
                                + " write it anew: %s",
                        FaultTable.COMMAND)
                .isEqualTo(seen);
    }
}
