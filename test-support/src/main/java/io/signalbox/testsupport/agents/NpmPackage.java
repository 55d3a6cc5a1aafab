package io.signalbox.testsupport.agents;

/**
 * One version of a package.
 *
 * @param name ours for it, part of a directory's name
 * @param npm the registry's name for it
 */
record NpmPackage(String name, String npm, String version) {

    /** Qwen Code asks for Node 22, which not every system has. */
    static final NpmPackage NODE = new NpmPackage("node", "node", "22.23.3");

    String directoryName() {
        return name + "-" + version;
    }

    String specification() {
        return npm + "@" + version;
    }
}
