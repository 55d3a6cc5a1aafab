package io.signalbox.cliworker.process;

import static io.signalbox.cliworker.process.FakeAgents.LONG;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A worker in a JVM of its own that runs one agent, to be killed the hard way. */
final class WorkerChild implements AutoCloseable {

    private final Process process;

    private WorkerChild(Process process) {
        this.process = process;
    }

    /** Returns when the agent has started its tools. */
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
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("ready")) {
                return new WorkerChild(process);
            }
        }
        throw new IllegalStateException("the child ended before its agent was ready");
    }

    public static void main(String[] arguments) throws IOException {
        AgentProcesses processes = AgentProcesses.start(Path.of(arguments[0]));
        Path home = Files.createDirectories(processes.runDirectory("run-1").resolve("home"));
        Files.writeString(home.resolve("session"), "a prompt");
        AgentCommand command =
                new AgentCommand(
                        List.of("bash", "-c", arguments[1], "agent", arguments[2]),
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
                        "run-1");
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
