package io.signalbox.gateway.admission;

import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.Workspace;
import io.signalbox.gateway.http.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be known at the door of a task in a workspace. Whether the repository is there, and may
 * be used, knows the worker that opens it.
 */
final class WorkspaceRules {

    /** Most context files of one job. */
    static final int MAX_CONTEXT_FILES = 200;

    private WorkspaceRules() {}

    static void check(Job job) {
        Workspace workspace = job.workspace();
        if (workspace == null) {
            if (job.instructionFile() != null) {
                throw ApiException.invalid(
                        "instruction_file",
                        "instruction_file is a file in a workspace; the job has no workspace");
            }
            return;
        }
        if (job.embedding() != null) {
            throw ApiException.invalid("workspace", "an embedding has no workspace");
        }
        if (job.instruction() != null && job.instructionFile() != null) {
            throw ApiException.invalid(
                    "instruction_file", "give instruction or instruction_file, not both");
        }
        if (workspace.repository().isBlank()) {
            throw ApiException.invalid(
                    "workspace.repository",
                    "workspace.repository is missing: the path or the URL of a repository");
        }
        checkText("workspace.repository", workspace.repository());
        checkText("workspace.ref", workspace.ref());
        checkText("workspace.branch", workspace.branch());
        checkFiles(workspace.contextFiles());
        checkInside("instruction_file", job.instructionFile());
    }

    private static void checkFiles(List<String> files) {
        if (files.size() > MAX_CONTEXT_FILES) {
            throw ApiException.invalid(
                    "workspace.context_files",
                    "workspace.context_files has %d files, at most %d are taken"
                            .formatted(files.size(), MAX_CONTEXT_FILES));
        }
        for (int i = 0; i < files.size(); i++) {
            checkInside("workspace.context_files[%d]".formatted(i), files.get(i));
        }
    }

    private static void checkInside(String field, @Nullable String path) {
        checkText(field, path);
        if (path != null
                && (path.isBlank()
                        || path.startsWith("/")
                        || List.of(path.split("/")).contains(".."))) {
            throw ApiException.invalid(
                    field, field + " must be a path inside the workspace, without '..'");
        }
    }

    private static void checkText(String field, @Nullable String text) {
        if (text != null && text.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid(field, field + " holds a control character");
        }
        if (text != null && text.startsWith("-")) {
            throw ApiException.invalid(field, field + " must not begin with '-'");
        }
    }
}
