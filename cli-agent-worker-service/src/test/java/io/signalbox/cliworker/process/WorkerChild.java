package io.signalbox.cliworker.process;

import static io.signalbox.cliworker.process.FakeAgents.LONG;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A worker in a JVM of its own that runs agents, to be killed the hard way. */
final class WorkerChild implements AutoCloseable {

    private final Process process;

    private WorkerChild(Process process) {
        this.process = process;
    }

    /** Returns when the first two agents have started their tools. */
    static WorkerChild start(Path runs, String script, String tag) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WorkerChild.class.getName(),
                                runs.toString(),
                                script,
                                tag)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader output = process.inputReader();
        int ready = 0;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            ready += line.equals("ready") ? 1 : 0;
            if (ready == 2) {
                return new WorkerChild(process);
            }
        }
        throw new IllegalStateException("the child ended before its agent was ready");
    }

    /** Two agents at a time, one after the other. */
    public static void main(String[] arguments) {
        AgentProcesses processes = AgentProcesses.start(Path.of(arguments[0]));
        Thread.ofVirtual().start(() -> runForEver(processes, "a", arguments));
        runForEver(processes, "b", arguments);
    }

    private static void runForEver(AgentProcesses processes, String name, String[] arguments) {
        for (int i = 0; ; i++) {
            run(processes, name + i, arguments[1], arguments[2]);
        }
    }

    private static void run(AgentProcesses processes, String runId, String script, String tag) {
        Path home = processes.runDirectory(runId).resolve("home");
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("session"), "a prompt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AgentCommand command =
                new AgentCommand(
                        List.of("bash", "-c", script, "agent", tag),
                        Map.of("PATH", System.getenv("PATH"), "HOME", home.toString()),
                        home,
                        null);
        ProcessEnd end =
                processes.run(
                        command,
                        ProcessLimits.of(LONG, LONG, LONG),
                        line -> {
                            System.out.println(line);
                            return false;
                        },
                        new RunCancel(),
                        runId);
        System.out.println(end);
    }

    /** As SIGKILL does: no shutdown hook runs. Returns when it is dead. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Before the child itself, so that nobody cleans up after it. */
    void killSupervisor() {
        List<ProcessHandle> supervisors =
                process.children()
                        .filter(it -> Machine.running("signalbox-agents").contains(it.pid()))
                        .toList();
        if (supervisors.size() != 1) {
            throw new IllegalStateException("supervisors: " + supervisors);
        }
        supervisors.forEach(ProcessHandle::destroyForcibly);
        Machine.await(
                () -> supervisors.stream().noneMatch(ProcessHandle::isAlive), "supervisor lives");
    }

    @Override
    public void close() {
        kill();
    }
}
