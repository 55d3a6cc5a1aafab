package io.signalbox.testsupport.simulator;

import io.signalbox.testsupport.simulator.Reply.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a script's answer and perhaps a fault to what goes over the wire. Pure. */
final class Replies {

    private static final String PAGE = "<html><body><h1>Please sign in</h1></body></html>";
    private static final long MS_PER_SECOND = 1_000;

    private final WireDialect dialect;

    Replies(WireDialect dialect) {
        this.dialect = dialect;
    }

    Reply of(Script script, ChatCall call, AnswerPlan plan, Optional<Fault> fault) {
        AnswerPlan said =
                fault.orElse(null) instanceof Fault.OddFinish(String reason)
                        ? plan.ending(reason)
                        : plan;
        Reply good = good(script, call, said);
        return fault.map(found -> spoilt(found, good, call.stream())).orElse(good);
    }

    /** A body of no dialect's chat, at once or spoilt. */
    Reply of(Script script, String body, Optional<Fault> fault) {
        Reply good =
                Reply.of(200, Reply.JSON, "")
                        .with(halves(body), End.FINISH)
                        .after(script.latency().toMillis())
                        .with(script.headers());
        return fault.map(found -> spoilt(found, good, false)).orElse(good);
    }

    private Reply good(Script script, ChatCall call, AnswerPlan plan) {
        long latencyMs = script.latency().toMillis();
        List<Frame> frames = frames(call, plan);
        int pace = script.tokensPerSecond();
        if (call.stream()) {
            return new Reply(
                            false,
                            latencyMs,
                            200,
                            Map.of(
                                    Reply.CONTENT_TYPE,
                                    dialect.streamContentType(),
                                    "Cache-Control",
                                    "no-cache"),
                            pace > 0 ? paced(frames, pace) : frames,
                            End.FINISH)
                    .with(script.headers());
        }
        long tokens = plan.pieces().size() + (long) plan.reasoning().size();
        long generationMs = pace > 0 ? tokens * MS_PER_SECOND / pace : 0;
        return Reply.of(200, Reply.JSON, "")
                .with(frames, End.FINISH)
                .after(latencyMs + generationMs)
                .with(script.headers());
    }

    private List<Frame> frames(ChatCall call, AnswerPlan plan) {
        if (call.stream()) {
            return dialect.streamed(plan, call.usageInStream());
        }
        return halves(dialect.plain(plan));
    }

    private static List<Frame> halves(String body) {
        int middle = body.length() / 2;
        return List.of(
                Frame.content(body.substring(0, middle)), Frame.content(body.substring(middle)));
    }

    /** Delays add up to the pace exactly, although each is whole milliseconds. */
    private static List<Frame> paced(List<Frame> frames, int tokensPerSecond) {
        List<Frame> paced = new ArrayList<>();
        long content = 0;
        for (Frame frame : frames) {
            if (frame.kind() == Frame.Kind.CONTENT) {
                long before = content++ * MS_PER_SECOND / tokensPerSecond;
                paced.add(frame.after(content * MS_PER_SECOND / tokensPerSecond - before));
            } else {
                paced.add(frame);
            }
        }
        return paced;
    }

    private Reply spoilt(Fault fault, Reply good, boolean stream) {
        List<Frame> frames = good.frames();
        return switch (fault) {
            case Fault.Status status -> status(status, good);
            case Fault.HangBeforeHeaders() -> good.silenced();
            case Fault.HangAfterHeaders() -> good.with(List.of(), End.HANG);
            case Fault.HangMidStream(int chunks) -> good.with(begun(frames, chunks), End.HANG);
            case Fault.CutBeforeContent() -> good.with(begun(frames, 0), End.CUT);
            case Fault.CutAfter(int chunks) -> good.with(begun(frames, chunks), End.CUT);
            case Fault.CleanEof(int chunks) -> good.with(begun(frames, chunks), End.FINISH);
            case Fault.ErrorInBand error -> inBand(error, good, stream);
            case Fault.Empty200() -> good.with(List.of(), End.FINISH);
            case Fault.Html200() -> Reply.of(200, "text/html", PAGE).after(good.latencyMs());
            case Fault.MalformedChunk(int chunks) -> malformed(chunks, good, stream);
            case Fault.OddFinish _ -> good;
            case Fault.SlowDrip drip -> {
                long interval = drip.interval().toMillis();
                yield good.with(
                        frames.stream().map(frame -> frame.after(interval)).toList(), End.FINISH);
            }
        };
    }

    private Reply status(Fault.Status fault, Reply good) {
        String body =
                fault.body() == null ? dialect.error(WireError.of(fault.status())) : fault.body();
        return Reply.of(fault.status(), Reply.JSON, body)
                .after(good.latencyMs())
                .with(fault.headers());
    }

    private Reply inBand(Fault.ErrorInBand fault, Reply good, boolean stream) {
        WireError usual = WireError.of(fault.status() == 0 ? 500 : fault.status());
        WireError error =
                fault.message() == null
                        ? usual
                        : new WireError(usual.status(), fault.message(), usual.code());
        if (!stream) {
            return good.with(List.of(Frame.content(dialect.error(error))), End.FINISH);
        }
        List<Frame> frames =
                new ArrayList<>(
                        fault.afterChunks() == 0
                                ? List.of()
                                : begun(good.frames(), fault.afterChunks()));
        frames.add(Frame.closing(dialect.errorChunk(error)));
        return good.with(frames, End.FINISH);
    }

    private Reply malformed(int chunks, Reply good, boolean stream) {
        List<Frame> begun = begun(good.frames(), stream ? chunks : 1);
        if (!stream) {
            return good.with(begun, End.FINISH);
        }
        List<Frame> frames = new ArrayList<>(begun);
        frames.add(Frame.content(dialect.malformedChunk()));
        frames.addAll(good.frames().subList(begun.size(), good.frames().size()));
        return good.with(frames, End.FINISH);
    }

    /** The opening and so many frames of content. */
    private static List<Frame> begun(List<Frame> frames, int contentFrames) {
        List<Frame> begun = new ArrayList<>();
        int content = 0;
        for (Frame frame : frames) {
            boolean isContent = frame.kind() == Frame.Kind.CONTENT;
            content += isContent ? 1 : 0;
            if (frame.kind() == Frame.Kind.CLOSING || content > contentFrames) {
                break;
            }
            begun.add(frame);
        }
        return begun;
    }
}
