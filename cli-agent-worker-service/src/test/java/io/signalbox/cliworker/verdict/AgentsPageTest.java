package io.signalbox.cliworker.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.cliworker.command.AgentCommand;
import io.signalbox.cliworker.command.AgentCommands;
import io.signalbox.cliworker.command.AgentHost;
import io.signalbox.cliworker.command.CommandOutcome;
import io.signalbox.cliworker.command.Platform;
import io.signalbox.cliworker.command.RunInput;
import io.signalbox.cliworker.output.AgentAnswer;
import io.signalbox.cliworker.output.AgentStep;
import io.signalbox.cliworker.output.AnswerReader;
import io.signalbox.cliworker.output.SessionTotals;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/agents.md} adds an agent by YAML alone; here it is loaded as it stands, and run. */
class AgentsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "agents.md");

    @TempDir private Path place;

    @Test
    void theExampleLoadsWithoutAWarning() throws IOException {
        Catalog catalog = catalog(Map.of());

        assertThat(catalog.warnings()).isEmpty();
        assertThat(catalog.agents()).hasSize(7);
        assertThat(myTool().signIn().anyEnv()).containsExactly("MY_TOOL_API_KEY");
    }

    @Test
    void itsOutputIsReadAndJudgedAsThePageSays() throws IOException {
        AnswerReader reader = AnswerReader.of(myTool());
        List<AgentStep> steps = new ArrayList<>();
        block("jsonl").lines().forEach(line -> steps.addAll(reader.line(line)));
        assertThat(reader.isFinished()).isTrue();
        AgentAnswer answer = reader.end(SessionTotals.NONE);

        assertThat(answer.text()).isEqualTo("Two files changed.");
        assertThat(answer.sessionId()).isEqualTo("s-1");
        assertThat(answer.usage()).isEqualTo(new Usage(1_200, 200, 0, 80, 0, false));
        assertThat(answer.cost()).isEqualTo(Usd.parse("0.004"));
        assertThat(answer.deniedTools()).containsExactly("shell");
        assertThat(steps)
                .extracting(AgentStep::text)
                .containsExactly("edit", "Two files ", "changed.");
        AgentJudge judge = new AgentJudge(myTool());
        assertThat(judge.judge(new RunEnd.Exited(0), answer, "", false))
                .isEqualTo(new AgentVerdict.Succeeded());
        assertThat(judge.judge(new RunEnd.Exited(7), answer, "", false))
                .isInstanceOfSatisfying(
                        AgentVerdict.Failed.class,
                        failed ->
                                assertThat(failed.errorClass())
                                        .isEqualTo(ErrorClass.PROVIDER_AUTHENTICATION));
    }

    /** Started as it was built: what reaches a program is what was meant, byte by byte. */
    @Test
    void itsCommandReachesAProgramAsItIs() throws Exception {
        Path program = place.resolve("my-tool");
        Files.writeString(
                program,
                "#!/bin/sh\nfor a in \"$@\"; do printf '[%s]' \"$a\"; done; printf '\\n'; env; echo STDIN; cat\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        String prompt = "--yolo; $(touch x) `id` \"quoted\" 'too'\n\\n é";
        Path workspace = Files.createDirectories(place.resolve("work $HOME space"));
        RunInput input =
                new RunInput(
                        prompt,
                        "m 1",
                        null,
                        workspace,
                        place.resolve("home"),
                        place.resolve("tmp"),
                        place.resolve("prompt"),
                        Map.of());

        AgentCommand command = build(input);
        String seen = run(command, workspace);

        assertThat(seen)
                .startsWith(
                        "[run][--json][--mode][edit][--model][m 1][--dir=%s]\n"
                                .formatted(workspace))
                .contains("MY_TOOL_CONFIG=" + place.resolve("home/my-tool.json"))
                .contains("MY_TOOL_API_KEY=the-key")
                .endsWith("STDIN\n" + prompt);
        List<String> names =
                seen.substring(0, seen.indexOf("STDIN"))
                        .lines()
                        .skip(1)
                        .map(line -> line.replaceFirst("=.*", ""))
                        // what a shell adds by itself
                        .filter(name -> !List.of("PWD", "OLDPWD", "SHLVL", "_").contains(name))
                        .toList();
        assertThat(names).containsExactlyInAnyOrderElementsOf(command.env().keySet());
        assertThat(workspace.resolve("x")).doesNotExist();
    }

    private AgentCommand build(RunInput input) throws IOException {
        AgentHost host = new AgentHost(Platform.LINUX, place + ":/usr/bin:/bin", place);
        Agent agent = catalog(Map.of("MY_TOOL_API_KEY", "the-key")).agent("my-tool").orElseThrow();
        return ((CommandOutcome.Built) new AgentCommands(host).build(agent, input)).command();
    }

    private String run(AgentCommand command, Path workspace) throws Exception {
        Path stdin = Files.writeString(place.resolve("stdin"), String.valueOf(command.stdin()));
        Path stdout = place.resolve("stdout");
        ProcessBuilder builder = new ProcessBuilder(command.argv()).directory(workspace.toFile());
        builder.environment().clear();
        builder.environment().putAll(command.env());
        Process process =
                builder.redirectInput(stdin.toFile())
                        .redirectOutput(stdout.toFile())
                        .redirectError(new File("/dev/null"))
                        .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(stdout, StandardCharsets.UTF_8);
    }

    private static Agent myTool() throws IOException {
        return catalog(Map.of()).agent("my-tool").orElseThrow();
    }

    private static Catalog catalog(Map<String, String> variables) throws IOException {
        return new CatalogLoader(CatalogEnvironment.of(variables))
                .loadText("agents.md", block("yaml"));
    }

    /** The page's only block of a language. */
    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        String text = block.group(1);
        assertThat(block.find()).isFalse();
        return text;
    }
}
