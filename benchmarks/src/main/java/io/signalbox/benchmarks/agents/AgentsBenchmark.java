package io.signalbox.benchmarks.agents;

import io.signalbox.benchmarks.process.ProjectTests;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All real agents through all of Signalbox, and the long form of the runs with random kills. */
@Command(
        name = "agents",
        description = {
            "Installs Claude Code, Codex, Gemini CLI, Qwen Code and opencode from npm in fixed versions"
                    + " (about 1.3 GB in the user's cache), and runs each in a repository in front of a"
                    + " simulated provider: an answer, an edit, 401, 429, 500, a hang that is cancelled.",
            "Then ten restarts of a worker in a row with orders behind a busy slot, and 200 runs on 4"
                    + " slots, agents and tools killed at random."
        })
public final class AgentsBenchmark implements Callable<Integer> {

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ProjectTests tests = new ProjectTests("agents");
        boolean pass =
                tests.pass(
                        "standalone",
                        List.of(
                                "-Dtest=none",
                                "-Dit.test=RealAgentsIT,ClusterIT",
                                "-Dsignalbox.agents.install=true",
                                "-Dsignalbox.test.agents=all",
                                "-Dsignalbox.test.worker-restarts=10",
                                "-Dsignalbox.test.lasting-run-seconds=65",
                                "-Dsignalbox.test.agent-runs=200"));
        System.out.println(pass ? "all agents passed" : "not all passed; see " + tests.log());
        return pass ? 0 : 1;
    }
}
