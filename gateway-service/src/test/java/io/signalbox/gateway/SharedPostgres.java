package io.signalbox.gateway;

import io.signalbox.testsupport.postgres.EmbeddedPg;
import io.signalbox.testsupport.postgres.PgSettings;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives test classes one Postgres with the schema {@code gateway}, as a {@link Pool}. */
public final class SharedPostgres implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Pool.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedPostgres.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .pool();
    }

    private record Running(EmbeddedPg postgres, Vertx vertx, Pool pool) implements AutoCloseable {

        static Running start() {
            EmbeddedPg postgres = EmbeddedPg.start(PgSettings.fastIn(directory()));
            Flyway.configure()
                    .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                    .schemas("gateway")
                    .locations("classpath:db/gateway")
                    .load()
                    .migrate();
            PgConnectOptions options =
                    PgConnectOptions.fromUri(postgres.reactiveUrl())
                            .setUser(postgres.user())
                            .setPassword(postgres.password());
            Vertx vertx = Vertx.vertx();
            return new Running(
                    postgres,
                    vertx,
                    Pool.newInstance(PgBuilder.pool().connectingTo(options).using(vertx).build()));
        }

        private static Path directory() {
            try {
                return Files.createTempDirectory(Path.of("target"), "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            pool.closeAndAwait();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            postgres.close();
        }
    }
}
