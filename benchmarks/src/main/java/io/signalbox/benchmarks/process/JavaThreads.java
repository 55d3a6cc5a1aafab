package io.signalbox.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The full names of a JVM's threads by their id in the kernel. */
public final class JavaThreads {

    private static final Pattern LINE = Pattern.compile("^\"(.+)\" .*nid=(\\d+)");

    private JavaThreads() {}

    /** Asks the JVM by {@code jcmd}; threads that it does not tell keep their short names. */
    public static Map<Long, String> names(long pid) {
        Map<Long, String> names = new HashMap<>(Proc.threadNames(pid));
        try {
            Process jcmd =
                    new ProcessBuilder(Workplace.tool("jcmd"), Long.toString(pid), "Thread.print")
                            .redirectErrorStream(true)
                            .start();
            try (BufferedReader output = jcmd.inputReader()) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    Matcher matcher = LINE.matcher(line);
                    if (matcher.find()) {
                        names.put(Long.parseLong(matcher.group(2)), matcher.group(1));
                    }
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run jcmd", e);
        }
    }
}
