package io.signalbox.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.testsupport.postgres.EmbeddedPg;
import io.signalbox.testsupport.postgres.PgSettings;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorePoolIT {

    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir private Path directory;

    @Test
    void aServerThatFallsSilentIsGivenUpAndItsConnectionReplaced() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPg postgres = EmbeddedPg.start(PgSettings.fastIn(directory));
                Relay relay = Relay.to(postgres.port())) {
            // Given a pool of one connection, in use
            PgConnectOptions server =
                    PgConnectOptions.fromUri(postgres.reactiveUrl())
                            .setPort(relay.port())
                            .setUser(postgres.user())
                            .setPassword(postgres.password());
            Pool pool =
                    Pool.newInstance(
                            StorePool.create(
                                    List.of(server),
                                    new PoolOptions().setMaxSize(1),
                                    vertx,
                                    SILENCE));
            assertThat(select(pool, 1)).isEqualTo(1);

            // When
            relay.fallSilent();

            // Then who waits is told, and the next is served
            assertThatThrownBy(() -> select(pool, 2)).isNotInstanceOf(TimeoutException.class);
            assertThat(
                            Uni.createFrom()
                                    .deferred(() -> selected(pool, 3))
                                    .onFailure()
                                    .retry()
                                    .withBackOff(Duration.ofMillis(50))
                                    .expireIn(LIMIT.toMillis())
                                    .await()
                                    .atMost(LIMIT))
                    .isEqualTo(3);
            pool.closeAndAwait();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static int select(Pool pool, int number) {
        return selected(pool, number).await().atMost(LIMIT);
    }

    private static Uni<Integer> selected(Pool pool, int number) {
        return pool.query("select " + number)
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}
