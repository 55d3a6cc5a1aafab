package io.signalbox.catalog.load;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.yaml.Fingerprint;
import io.signalbox.catalog.yaml.Overlay;
import io.signalbox.catalog.yaml.Place;
import io.signalbox.catalog.yaml.Problem;
import io.signalbox.catalog.yaml.Problems;
import io.signalbox.catalog.yaml.Tree;
import io.signalbox.catalog.yaml.Variables;
import io.signalbox.catalog.yaml.YamlParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads a catalog: the shipped defaults, and the operator's file or directory laid over them. Every
 * call reads anew; thread-safe.
 */
public final class CatalogLoader {

    /** Variable that names the operator's file or directory. */
    public static final String VARIABLE = "SIGNALBOX_CATALOG";

    private static final String FILE_NAME = "signalbox.yaml";
    private static final Set<String> LISTS_BY_ID = Set.of("models");

    private final CatalogEnvironment environment;

    public CatalogLoader(CatalogEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Where the operator's catalog is: the explicit path, the one in {@link #VARIABLE}, {@code
     * ./signalbox.yaml}, {@code ~/.signalbox/signalbox.yaml}; empty where there is none. What is
     * named is given back whether it exists or not.
     */
    public Optional<Path> locate(@Nullable String explicit) {
        String named = explicit == null ? environment.variables().apply(VARIABLE) : explicit;
        if (named != null && !named.isBlank()) {
            return Optional.of(new Paths(environment).resolve(named, environment.directory()));
        }
        Path here = environment.directory().resolve(FILE_NAME);
        Path atHome = environment.home().resolve(".signalbox").resolve(FILE_NAME);
        return List.of(here, atHome).stream().filter(Files::exists).findFirst();
    }

    /**
     * Finds as {@link #locate} does and loads.
     *
     * @throws CatalogException with every problem there is
     */
    public Catalog loadLocated(@Nullable String explicit) {
        return loadWithSources(locate(explicit).orElse(null)).catalog();
    }

    /**
     * @param path a file, or a directory whose {@code *.yaml} (and {@code *.yml}) are laid over
     *     each other in the order of their names
     * @throws CatalogException with every problem there is; that nothing is there is one too
     */
    public Catalog load(Path path) {
        return loadWithSources(path).catalog();
    }

    /**
     * As {@link #load}, and tells what was read for it.
     *
     * @param path null for the shipped defaults alone
     * @throws CatalogException with every problem there is
     */
    public LoadedCatalog loadWithSources(@Nullable Path path) {
        Problems problems = new Problems();
        return build(path == null ? List.of() : SourceFile.under(path, problems), problems);
    }

    /** The shipped defaults alone. */
    public Catalog loadDefaults() {
        return loadWithSources(null).catalog();
    }

    /**
     * @param name shown as the file
     * @throws CatalogException with every problem there is
     */
    public Catalog loadText(String name, String yaml) {
        return build(List.of(new SourceFile(name, yaml)), new Problems()).catalog();
    }

    private LoadedCatalog build(List<SourceFile> operators, Problems problems) {
        Overlay overlay = new Overlay(LISTS_BY_ID, problems);
        Tree.Mapping tree = Tree.Mapping.empty(new Place(SourceFile.SHIPPED + "defaults", 0));
        for (SourceFile source : SourceFile.shipped()) {
            tree = overlay.lay(tree, YamlParser.parse(source.name(), source.text(), problems));
        }
        for (SourceFile source : operators) {
            tree = overlay.lay(tree, YamlParser.parse(source.name(), source.text(), problems));
        }
        String version = Fingerprint.of(tree);
        Tree.Mapping replaced = new Variables(environment.variables(), problems).replace(tree);
        CatalogSection section = new CatalogSection(environment, problems);
        Catalog catalog = section.read(replaced, version);
        List<Problem> errors = problems.errors();
        if (!errors.isEmpty()) {
            throw new CatalogException(errors, section.keyFiles());
        }
        return new LoadedCatalog(
                catalog, operators.stream().map(SourceFile::name).toList(), section.keyFiles());
    }
}
