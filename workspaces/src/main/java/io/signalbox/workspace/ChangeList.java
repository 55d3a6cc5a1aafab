package io.signalbox.workspace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads {@code git diff --name-status -z}: a letter, then one path, or two of a rename. */
final class ChangeList {

    private ChangeList() {}

    static List<FileChange> of(List<String> fields) {
        List<FileChange> changes = new ArrayList<>();
        Iterator<String> next = fields.iterator();
        while (next.hasNext()) {
            changes.add(change(next.next(), next));
        }
        return List.copyOf(changes);
    }

    private static FileChange change(String status, Iterator<String> paths) {
        String path = paths.next();
        return switch (status.charAt(0)) {
            case 'A' -> new FileChange(FileChange.Kind.CREATED, path, null);
            case 'D' -> new FileChange(FileChange.Kind.DELETED, path, null);
            case 'R' -> new FileChange(FileChange.Kind.RENAMED, paths.next(), path);
            case 'C' -> new FileChange(FileChange.Kind.CREATED, paths.next(), null);
            default -> new FileChange(FileChange.Kind.MODIFIED, path, null);
        };
    }

    /** How many parts of a patch each entry makes: a file that became a link goes and comes. */
    static List<String> sections(List<String> fields) {
        List<String> sections = new ArrayList<>();
        Iterator<String> next = fields.iterator();
        while (next.hasNext()) {
            String status = next.next();
            String path = change(status, next).path();
            sections.add(path);
            if (status.startsWith("T")) {
                sections.add(path);
            }
        }
        return List.copyOf(sections);
    }
}
