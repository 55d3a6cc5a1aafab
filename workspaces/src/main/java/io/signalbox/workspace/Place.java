package io.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The names under the directory that a run was given. */
record Place(Path at) {

    private static final String WORKSPACE = "workspace";
    private static final String BASE = "base";

    /** What a kept workspace consists of. */
    static final List<String> KEPT = List.of(WORKSPACE, BASE);

    Path workspace() {
        return at.resolve(WORKSPACE);
    }

    /** The worker's own git directory. */
    Path base() {
        return at.resolve(BASE);
    }

    /** Written last: without it the workspace is not whole. */
    Path opened() {
        return at.resolve("opened");
    }

    Path scratch() {
        return at.resolve("check");
    }

    /** A patch on its way into git. */
    Path patch() {
        return at.resolve("answer.patch");
    }

    Path lock() {
        return at.resolve("workspace.lock");
    }

    /** All but the lock. */
    void clear() throws IOException {
        Deletion.delete(opened());
        Deletion.delete(scratch());
        Deletion.delete(patch());
        Deletion.delete(base());
        Deletion.delete(workspace());
    }
}
