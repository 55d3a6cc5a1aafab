package io.signalbox.workspace;

import java.nio.file.Path;

/** What a workspace is made from, checked: it may be read. */
sealed interface Source {

    /** Neither repository nor files: an empty directory. */
    record Nothing() implements Source {}

    /** Files that no repository holds. */
    record Directory(Path path) implements Source {}

    /** A repository, of which git can list and fetch commits. */
    sealed interface Repository extends Source {

        /** As git takes it. */
        String address();

        /** The transports for it, as GIT_ALLOW_PROTOCOL. */
        String protocols();
    }

    /**
     * A repository on this machine.
     *
     * @param workTree its files; the same as {@code gitDirectory} where it is bare
     * @param gitDirectory HEAD and index
     * @param commonDirectory refs and objects; another one where {@code workTree} is a linked work
     *     tree
     */
    record Local(Path workTree, Path gitDirectory, Path commonDirectory) implements Repository {

        boolean isBare() {
            return workTree.equals(gitDirectory);
        }

        @Override
        public String address() {
            return gitDirectory.toString();
        }

        @Override
        public String protocols() {
            return "file";
        }
    }

    /** A repository elsewhere. */
    record Remote(String address) implements Repository {

        @Override
        public String protocols() {
            return "https:ssh";
        }
    }
}
