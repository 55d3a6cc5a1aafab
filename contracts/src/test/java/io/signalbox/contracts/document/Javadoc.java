package io.signalbox.contracts.document;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.event.ProviderCondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the sources of this module say about their types, as plain text. Class files do not keep it.
 */
final class Javadoc {

    private static final Path SOURCES = Path.of("src", "main", "java");

    /** By {@code Type}, {@code Type.parameter} and {@code Enum.CONSTANT}; simple names. */
    private final Map<String, String> texts = new HashMap<>();

    private Javadoc() {}

    static Javadoc ofThisModule() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Javadoc javadoc = new Javadoc();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> tree = Files.walk(SOURCES)) {
            List<Path> sources = tree.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources));
            DocTrees trees = DocTrees.instance(task);
            task.parse().forEach(unit -> javadoc.new Scanner(trees).scan(unit, null));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SOURCES.toAbsolutePath(), e);
        }
        return javadoc;
    }

    /** What the type is for; empty where its source does not say. */
    String of(Class<?> type) {
        return texts.getOrDefault(type.getSimpleName(), "");
    }

    /** What a record's component means, or what an enum's constant stands for. */
    String of(Class<?> type, String member) {
        return texts.getOrDefault(type.getSimpleName() + "." + member, "");
    }

    /** Finds the comments of types, of record components and of enum constants. */
    private final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {

        private final DocTrees trees;

        Scanner(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            String name = type.getSimpleName().toString();
            if (comment != null) {
                texts.put(name, plain(name, comment.getFullBody()));
                for (DocTree tag : comment.getBlockTags()) {
                    if (tag instanceof ParamTree param) {
                        texts.put(
                                name + "." + param.getName(), plain(name, param.getDescription()));
                    }
                }
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitVariable(VariableTree field, @Nullable Void nothing) {
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            if (comment != null && parent instanceof ClassTree type) {
                String owner = type.getSimpleName().toString();
                texts.put(owner + "." + field.getName(), plain(owner, comment.getFullBody()));
            }
            return super.visitVariable(field, null);
        }
    }

    private static String plain(String owner, List<? extends DocTree> body) {
        return body.stream()
                .map(part -> plain(owner, part))
                .collect(Collectors.joining())
                .strip()
                .replaceAll("\\s+", " ");
    }

    private static String plain(String owner, DocTree part) {
        return switch (part) {
            case TextTree text -> text.getBody();
            case LiteralTree literal -> literal.getBody().getBody();
            case EntityTree entity ->
                    String.valueOf(
                            Map.of("lt", "<", "gt", ">", "amp", "&")
                                    .get(entity.getName().toString()));
            case LinkTree link -> name(link.getReference().getSignature());
            case ValueTree value -> constant(owner, name(value.getReference().getSignature()));
            case StartElementTree element -> element.getName().contentEquals("p") ? " " : "";
            default -> "";
        };
    }

    private static String name(String signature) {
        return signature.substring(signature.lastIndexOf('#') + 1);
    }

    private static String constant(String owner, String name) {
        return Stream.of(AttemptError.class, ProviderCondition.class)
                .filter(type -> type.getSimpleName().equals(owner))
                .map(type -> constant(type, name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "add %s to the types whose {@value} is read".formatted(owner)));
    }

    private static String constant(Class<?> type, String name) {
        try {
            return String.valueOf(type.getField(name).get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("{@value} of " + type + "#" + name, e);
        }
    }
}
