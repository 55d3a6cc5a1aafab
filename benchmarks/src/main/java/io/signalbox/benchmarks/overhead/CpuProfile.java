package io.signalbox.benchmarks.overhead;

import io.signalbox.benchmarks.report.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where Signalbox's JVM spends CPU time, from the JDK's own sampling by CPU time (JEP 509; Java
 * threads only, so neither compiler nor collector).
 */
final class CpuProfile {

    /** The settings of the recording: one sample per 10 ms of each thread's CPU time. */
    static final String SETTINGS =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.CPUTimeSample">
                <setting name="enabled">true</setting>
                <setting name="throttle">10ms</setting>
              </event>
            </configuration>
            """;

    private static final int LINES = 25;
    private static final Pattern SERVICE =
            Pattern.compile("^io\\.signalbox\\.(gateway|router|apiworker|metrics|messaging)\\..*");

    private final List<RecordedEvent> samples;

    private CpuProfile(List<RecordedEvent> samples) {
        this.samples = samples;
    }

    static CpuProfile read(Path recording) {
        try {
            if (!Files.exists(recording)) {
                throw new IllegalStateException("there is no recording " + recording);
            }
            return new CpuProfile(
                    RecordingFile.readAllEvents(recording).stream()
                            .filter(event ->
                                    event.getEventType().getName().equals("jdk.CPUTimeSample"))
                            .filter(event -> event.getStackTrace() != null)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + recording, e);
        }
    }

    /** Three lists: by group and service, by library nearest to the top, by method at the top. */
    String table() {
        return section("by thread group / service on the stack", this::owner)
                + section("by part of the software at the top of the stack", this::part)
                + section(
                        "by method at the top of the stack",
                        event -> method(frames(event).getFirst()));
    }

    private String section(String head, Function<RecordedEvent, String> key) {
        Map<String, Integer> counts = new TreeMap<>();
        for (RecordedEvent event : samples) {
            if (!frames(event).isEmpty()) {
                counts.merge(key.apply(event), 1, Integer::sum);
            }
        }
        Table table = new Table(head, "samples", "%");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(LINES)
                .forEach(entry ->
                        table.row(
                                entry.getKey(),
                                entry.getValue(),
                                100.0 * entry.getValue() / samples.size()));
        return table + "\n";
    }

    private String owner(RecordedEvent event) {
        RecordedThread thread = event.getThread("eventThread");
        String name = thread == null ? "" : thread.getJavaName();
        CpuOwner group =
                thread != null && thread.isVirtual()
                        ? CpuOwner.VIRTUAL
                        : CpuOwner.of(name == null ? "" : name);
        return group.label() + " / " + service(frames(event));
    }

    /** The outermost service frame that is not the shared messaging code, if there is one. */
    private static String service(List<RecordedFrame> frames) {
        String found = "-";
        for (RecordedFrame frame : frames) {
            Matcher matcher = SERVICE.matcher(frame.getMethod().getType().getName());
            if (matcher.matches()) {
                found =
                        matcher.group(1).equals("messaging") && !found.equals("-")
                                ? found
                                : matcher.group(1);
            }
        }
        return found;
    }

    private String part(RecordedEvent event) {
        for (RecordedFrame frame : frames(event)) {
            String type = frame.getMethod().getType().getName();
            if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
                return packageOf(type);
            }
        }
        return "the JDK alone";
    }

    /** The first four parts of a package. */
    private static String packageOf(String type) {
        String[] parts = type.split("\\.", 6);
        return String.join(".", List.of(parts).subList(0, Math.min(4, parts.length - 1)));
    }

    private static String method(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static List<RecordedFrame> frames(RecordedEvent event) {
        return event.getStackTrace().getFrames();
    }
}
