package io.signalbox.gateway.jobs;

import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.DurationText;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.admission.Claim;
import io.signalbox.gateway.admission.Submissions;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Bodies;
import io.signalbox.gateway.models.ModelNames;
import io.signalbox.gateway.reply.PendingJob;
import io.signalbox.gateway.reply.PendingJobs;
import io.signalbox.gateway.store.JobCursor;
import io.signalbox.gateway.store.JobStore;
import io.signalbox.gateway.store.StoredEnds;
import io.signalbox.gateway.store.StoredJob;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The job API: submit, look, list. */
@Path("/v1/jobs")
public class JobsResource {

    private static final int MAX_LIMIT = 1000;

    private final Admission admission;
    private final Submissions submissions;
    private final ModelNames modelNames;
    private final PendingJobs pendingJobs;
    private final JobStore store;
    private final StoredEnds storedEnds;
    private final YoungJobs youngJobs;
    private final AdmittedJobs admittedJobs;
    private final GatewayConfig config;

    JobsResource(
            Admission admission,
            Submissions submissions,
            ModelNames modelNames,
            PendingJobs pendingJobs,
            JobStore store,
            StoredEnds storedEnds,
            YoungJobs youngJobs,
            AdmittedJobs admittedJobs,
            GatewayConfig config) {
        this.admission = admission;
        this.submissions = submissions;
        this.modelNames = modelNames;
        this.pendingJobs = pendingJobs;
        this.store = store;
        this.storedEnds = storedEnds;
        this.youngJobs = youngJobs;
        this.admittedJobs = admittedJobs;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public Response submit(
            byte[] body,
            @QueryParam("wait") @Nullable String wait,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey)
            throws InterruptedException {
        Duration patience = wait == null ? Duration.ZERO : patience(wait);
        Job job = Bodies.read(body, Job.class, config.maxBodyBytes());
        modelNames.checkOfJob(job.routing().model());
        return switch (submissions.claim(job, Admission.DEFAULT_TENANT, false, idempotencyKey)) {
            case Claim.Open open when isHeard(open) && !patience.isZero() ->
                    acceptAndWait(open, patience);
            case Claim.Open open when patience.isZero() -> {
                submissions.accept(open);
                yield accepted(open.jobId());
            }
            case Claim.Open open -> acceptAndLook(open, patience);
            case Claim.Taken taken when patience.isZero() -> accepted(taken.jobId());
            case Claim.Taken taken -> {
                PendingJob place = pendingJobs.registerForEnd(taken.jobId());
                yield look(taken.jobId(), place, patience);
            }
        };
    }

    /** Whether its end will be read by this instance from now on. */
    private boolean isHeard(Claim.Open open) {
        return !open.repeated() && admission.hears(open.admitted());
    }

    private Response acceptAndLook(Claim.Open open, Duration patience) {
        PendingJob place = submissions.before(open, () -> pendingJobs.registerForEnd(open.jobId()));
        try {
            submissions.accept(open);
        } catch (RuntimeException e) {
            pendingJobs.forget(place);
            throw e;
        }
        return look(open.jobId(), place, patience);
    }

    private Duration patience(String wait) {
        Duration asked = parse("wait", wait, DurationText::parse);
        return asked.compareTo(config.maxTimeout()) < 0 ? asked : config.maxTimeout();
    }

    private Response acceptAndWait(Claim.Open open, Duration patience) throws InterruptedException {
        PendingJob pending = submissions.before(open, () -> pendingJobs.register(open.jobId()));
        try {
            submissions.accept(open);
            PendingJob.Piece.End end = pending.await(patience);
            return end == null
                    ? accepted(open.jobId())
                    : json(Response.ok(), JobView.of(open.admitted(), end.result()));
        } finally {
            pendingJobs.forget(pending);
        }
    }

    /** For an end that the reply reader may not bring: the store has it, or will. */
    private Response look(JobId jobId, PendingJob place, Duration patience) {
        try {
            return storedEnds
                    .await(jobId, Admission.DEFAULT_TENANT, patience)
                    .map(job -> json(Response.ok(), JobView.of(job)))
                    .orElseGet(() -> accepted(jobId));
        } finally {
            pendingJobs.forget(place);
        }
    }

    private static Response accepted(JobId jobId) {
        String id = jobId.value();
        return json(
                Response.accepted().location(URI.create("/v1/jobs/" + id)),
                JobView.Accepted.of(id, JobStatus.ACCEPTED));
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    public Response get(@PathParam("id") String id) {
        return json(Response.ok(), JobView.of(find(id)));
    }

    /** Ends a job as cancelled, unless it had ended. */
    @DELETE
    @Path("/{id}")
    @RunOnVirtualThread
    public Response cancel(@PathParam("id") String id) {
        StoredJob job = find(id);
        if (job.status().isTerminal()) {
            return json(Response.accepted(), JobView.Accepted.of(job.jobId(), job.status()));
        }
        JobId jobId = JobId.parse(job.jobId());
        AdmittedJob admitted = AdmittedJob.of(job).orElseGet(() -> admittedJobs.find(jobId));
        admission.cancelNow(
                jobId, admitted.replyPartition(), admitted.admittedAt(), "cancelled by its caller");
        return json(Response.accepted(), JobView.Accepted.of(job.jobId(), JobStatus.CANCELLED));
    }

    private StoredJob find(String id) {
        JobId jobId = parse("id", id, JobId::parse);
        return youngJobs
                .find(jobId, Admission.DEFAULT_TENANT)
                .orElseThrow(() ->
                        ApiException.notFound(
                                "no job %s; jobs are kept for %d days"
                                        .formatted(jobId, config.store().retention().toDays())));
    }

    /** A page of jobs, newest first; {@code next} is the cursor of the page after it. */
    record Page(List<JobView> jobs, @Nullable String next) {}

    @GET
    @RunOnVirtualThread
    public Response list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("task_type") @Nullable String taskType,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limitText) {
        int limit = parse("limit", limitText, Integer::parseInt);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ApiException.invalid(
                    "limit", "limit is %d; it is 1 to %d".formatted(limit, MAX_LIMIT));
        }
        JobStore.Filter filter =
                new JobStore.Filter(
                        status == null ? null : parse("status", status, JobStatus::parse),
                        Admission.DEFAULT_TENANT,
                        taskType == null ? null : parse("task_type", taskType, JobsResource::name),
                        from == null ? null : parse("from", from, Instant::parse),
                        to == null ? null : parse("to", to, Instant::parse),
                        cursor == null ? null : parse("cursor", cursor, JobCursor::parse),
                        limit);
        JobStore.Page page = youngJobs.await(store.list(filter));
        return json(
                Response.ok(),
                new Page(
                        page.jobs().stream().map(JobView::of).toList(),
                        page.more() ? cursor(page.jobs().getLast()) : null));
    }

    private static String name(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("it holds a control character");
        }
        return text;
    }

    private static @Nullable String cursor(StoredJob job) {
        Instant admittedAt = job.admittedAt();
        return admittedAt == null ? null : new JobCursor(admittedAt, job.jobId()).text();
    }

    private static <T> T parse(String param, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (DateTimeParseException e) {
            throw ApiException.invalid(
                    param,
                    "%s is '%s'; it is a time such as 2026-11-20T10:00:00Z".formatted(param, text));
        } catch (NumberFormatException e) {
            throw ApiException.invalid(
                    param, "%s is '%s'; it is a whole number".formatted(param, text));
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(param, "%s: %s".formatted(param, e.getMessage()));
        }
    }

    private static Response json(Response.ResponseBuilder response, Object body) {
        return response.type(MediaType.APPLICATION_JSON).entity(Json.bytes(body)).build();
    }
}
