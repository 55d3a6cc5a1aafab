package io.signalbox.testsupport.agents;

/** The agents that tests run for real, in the versions that the catalog's entries were made for. */
public enum RealAgent {
    CLAUDE_CODE("claude_code", "claude", "@anthropic-ai/claude-code", "2.1.329", false),
    CODEX("codex", "codex", "@openai/codex", "0.169.0", true),
    GEMINI_CLI("gemini_cli", "gemini", "@google/gemini-cli", "0.61.0", true),
    QWEN_CODE("qwen_code", "qwen", "@qwen-code/qwen-code", "0.24.4", true),
    OPENCODE("opencode", "opencode", "opencode-ai", "1.18.33", false);

    private final String entry;
    private final String command;
    private final String npm;
    private final String version;
    private final boolean runsOnNode;

    RealAgent(String entry, String command, String npm, String version, boolean runsOnNode) {
        this.entry = entry;
        this.command = command;
        this.npm = npm;
        this.version = version;
        this.runsOnNode = runsOnNode;
    }

    /** The name of its entry in the catalog. */
    public String entry() {
        return entry;
    }

    /** The name of its program. */
    public String command() {
        return command;
    }

    public String version() {
        return version;
    }

    NpmPackage npmPackage() {
        return new NpmPackage(entry, npm, version);
    }

    /** Else it is a program of its own. */
    boolean runsOnNode() {
        return runsOnNode;
    }
}
