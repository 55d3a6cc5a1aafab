package io.signalbox.workspace;

/** What opening and closing share. */
record Parts(
        WorkspaceSettings settings,
        Git git,
        SourceFinder sources,
        RepositoryCache cache,
        KeptWorkspaces kept,
        Identity identity) {

    static Parts of(WorkspaceSettings settings) {
        Git git = new Git(settings.git(), settings.gitHome());
        return new Parts(
                settings,
                git,
                new SourceFinder(settings.catalog()),
                new RepositoryCache(git, settings.repositories(), settings.clock()),
                new KeptWorkspaces(settings.kept(), settings.limits(), settings.clock()),
                new Identity(settings.clock()));
    }
}
