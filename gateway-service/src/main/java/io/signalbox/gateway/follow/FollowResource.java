package io.signalbox.gateway.follow;

import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.jobs.AdmittedJob;
import io.signalbox.gateway.jobs.AdmittedJobs;
import io.signalbox.gateway.store.StoredJob;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/jobs/{id}/events}: a job as it goes, for whoever wants to look. */
@Path("/v1/jobs")
public class FollowResource {

    private static final Logger LOG = Logger.getLogger(FollowResource.class);

    private final AdmittedJobs jobs;
    private final JobTracks tracks;
    private final Tail tail;
    private final History history;
    private final Followers followers;
    private final GatewayConfig config;

    FollowResource(
            AdmittedJobs jobs,
            JobTracks tracks,
            Tail tail,
            History history,
            Followers followers,
            GatewayConfig config) {
        this.jobs = jobs;
        this.tracks = tracks;
        this.tail = tail;
        this.history = history;
        this.followers = followers;
        this.config = config;
    }

    /** What a stream writes. */
    @FunctionalInterface
    private interface Telling {
        void to(FollowStream stream, OutputStream out) throws IOException;
    }

    @GET
    @Path("/{id}/events")
    @RunOnVirtualThread
    public Response follow(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context RoutingContext exchange)
            throws InterruptedException {
        AdmittedJob admitted = jobs.find(jobId(id));
        StoredJob job = admitted.stored();
        JobTrack track = tracks.of(job.jobId(), admitted.replyPartition());
        Follower follower = followers.enter();
        boolean streams = false;
        try {
            Position position = position(lastEventId, track, admitted.admittedAt());
            if (position.hasEnded()) {
                return Response.noContent().build();
            }
            FollowStream stream = stream(job, track, position, lastEventId == null);
            Telling telling = telling(job, track);
            follower.gets(stream);
            Response answer = answer(follower, stream, telling, exchange);
            streams = true;
            return answer;
        } catch (ReadPermits.BusyException e) {
            throw ApiException.tooMany(
                    "too many followers read back here; the job goes on, try again",
                    Duration.ofSeconds(5));
        } catch (IOException | KafkaException e) {
            LOG.warnf("a job cannot be followed, jobId=%s: %s", job.jobId(), e.getMessage());
            throw ApiException.away(
                    "broker_unavailable",
                    "the message broker does not answer; the job goes on, try again",
                    Duration.ofSeconds(2));
        } finally {
            if (!streams) {
                followers.exit(follower);
            }
        }
    }

    private Position position(@Nullable String lastEventId, JobTrack track, Instant admittedAt)
            throws IOException, InterruptedException {
        return lastEventId == null || lastEventId.isBlank()
                ? Position.startingAt(track, history.since(track, admittedAt.minus(History.SLACK)))
                : resumed(lastEventId, track);
    }

    private static JobId jobId(String id) {
        try {
            return JobId.parse(id);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("id", "id: %s".formatted(e.getMessage()));
        }
    }

    private static Position resumed(String lastEventId, JobTrack track) {
        try {
            return Position.parse(lastEventId, track);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("Last-Event-ID", String.valueOf(e.getMessage()));
        }
    }

    private FollowStream stream(
            StoredJob job, JobTrack track, Position position, boolean fromTheStart) {
        GatewayConfig.FollowConfig follow = config.follow();
        return new FollowStream(
                track,
                position,
                fromTheStart ? JobEvent.Accepted.of(job) : null,
                tail,
                history,
                new FollowStream.Pace(
                        config.keepAlive(),
                        follow.reorderWindow(),
                        follow.endGrace(),
                        follow.maxBufferedEvents()));
    }

    /** A job that ended a while ago is read back only; its facts are all written. */
    private Telling telling(StoredJob job, JobTrack track)
            throws IOException, InterruptedException {
        Instant finishedAt = job.finishedAt();
        if (job.result() == null
                || finishedAt == null
                || finishedAt.plus(History.SLACK).isAfter(Instant.now())) {
            return FollowStream::follow;
        }
        JobResult kept;
        try {
            kept = Json.mapper().treeToValue(job.result(), JobResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the store's result is not one", e);
        }
        Map<TopicPartition, Long> until = history.since(track, finishedAt.plus(History.SLACK));
        return (stream, out) -> stream.retell(out, until, kept);
    }

    private Response answer(
            Follower follower, FollowStream stream, Telling telling, RoutingContext exchange) {
        // A stream replaces the response's own close handler; with HTTP/1.x the connection's holds.
        exchange.addEndHandler(_ -> followers.exit(follower));
        if (exchange.request().version() != HttpVersion.HTTP_2) {
            exchange.request().connection().closeHandler(_ -> followers.exit(follower));
        }
        StreamingOutput body =
                out -> {
                    try {
                        telling.to(stream, out);
                    } finally {
                        followers.exit(follower);
                    }
                };
        return Response.ok(body, "text/event-stream;charset=UTF-8")
                .header("Cache-Control", "no-cache")
                .header("X-Accel-Buffering", "no")
                .build();
    }
}
