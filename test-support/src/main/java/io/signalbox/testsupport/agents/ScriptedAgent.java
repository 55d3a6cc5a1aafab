package io.signalbox.testsupport.agents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A command-line agent for tests that does what its prompt says: the prompt is a script for {@code
 * sh}, with these words besides. Each agent of a catalog may have the same program.
 *
 * <table>
 * <caption>words</caption>
 * <tr><td>{@code say TEXT}</td><td>a step of kind text</td></tr>
 * <tr><td>{@code tool NAME}</td><td>a step of kind tool</td></tr>
 * <tr><td>{@code await FILE}</td><td>goes on when the file is there</td></tr>
 * <tr><td>{@code lasting MARK}</td><td>starts a tool in a session of its own; MARK is among its
 * arguments</td></tr>
 * <tr><td>{@code finish TEXT}</td><td>ends well with this answer, 1,000 tokens in, 50 out and
 * 0.25 USD</td></tr>
 * <tr><td>{@code fail TEXT [STATUS]}</td><td>ends with this error, and with the HTTP status that
 * its API is said to have answered</td></tr>
 * </table>
 *
 * <p>{@code $AGENT} is the entry's name, {@code $session} the session that it goes on with, empty
 * for a new one.
 *
 * @param program the script's absolute path
 */
public record ScriptedAgent(Path program) {

    private static final String PROGRAM =
            """
            #!/bin/sh
            session=$2
            say() { printf '{"event":"say","text":"%s"}\\n' "$1"; }
            tool() { printf '{"event":"tool","name":"%s"}\\n' "$1"; }
            await() { until [ -e "$1" ]; do sleep 0.1; done; }
            lasting() { setsid sh -c 'while :; do sleep 1; done' tool "$1" >/dev/null 2>&1 & }
            finish() {
              printf '{"event":"end","text":"%s","session":"%s","in":1000,"out":50,"usd":0.25}\\n' \\
                "$1" "${session:-$AGENT-$$}"
              exit 0
            }
            fail() {
              printf '{"event":"end","error":"%s","http":%s}\\n' "$1" "${2:-null}"
              exit 1
            }
            eval "$(cat)"
            """;

    /** Of the catalog: name, program and what is the entry's own. */
    private static final String ENTRY =
            """
              @name@:
                command: @program@
                version_args: []
                args: ["--session", "{session_id}"]
                env: {AGENT: "@name@"}
                local: true
                output:
                  format: jsonl
                  final: {event: end}
                  text: {select: {event: end}, path: text}
                  session: {select: {event: end}, path: session}
                  input_tokens: {select: {event: end}, path: in}
                  output_tokens: {select: {event: end}, path: out}
                  cost_usd: {select: {event: end}, path: usd}
                  error: {select: {event: end}, path: error}
                  error_status: {select: {event: end}, path: http}
                  steps:
                    - {select: {event: tool}, kind: tool, text: name}
                    - {select: {event: say}, kind: text, text: text}
            """;

    /** Writes the program into the directory, which is made where it is missing. */
    public static ScriptedAgent in(Path directory) {
        try {
            Path made = Files.createDirectories(directory).toRealPath();
            Path program = Files.writeString(made.resolve("scripted-agent"), PROGRAM);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new ScriptedAgent(program);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an agent into " + directory, e);
        }
    }

    /**
     * Its entry below {@code agents} of a catalog.
     *
     * @param more keys of the entry besides, each as it stands in the file: {@code "concurrency:
     *     4"}
     */
    public String entry(String name, String... more) {
        StringBuilder entry =
                new StringBuilder(
                        ENTRY.replace("@name@", name).replace("@program@", program.toString()));
        for (String line : more) {
            entry.append("    ").append(line).append('\n');
        }
        return entry.toString();
    }
}
