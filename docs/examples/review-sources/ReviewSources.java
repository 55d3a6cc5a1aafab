import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Has every Java source file of this repository reviewed: one job per file on {@code POST
 * /v1/jobs}, at most {@link #AT_ONCE} of them at a time, then the usage report by provider. Needs
 * git and a JDK 25, nothing else.
 *
 * <p>Each job has an id of our own, so it may be sent again where an answer got lost: Signalbox may
 * be killed and started again in the middle.
 *
 * <p>With {@code --via kafka} all jobs are written to the topic {@code signalbox.jobs} at once, and
 * their results are read from {@code signalbox.results}; {@code kcat} does both.
 *
 * <p>Arguments: {@code [--via http|kafka] [--broker 127.0.0.1:9092] [address [chain]]}: the address
 * of Signalbox (default {@code http://127.0.0.1:8080}) and a chain of its catalog (default {@code
 * demo}). Exit code 0 where every review succeeded, 1 where one did not.
 */
public final class ReviewSources {

    /** Jobs that are submitted and not yet ended. */
    private static final int AT_ONCE = 16;

    /** A longer file is cut, in characters (about 15,000 tokens). */
    private static final int MAX_CHARS = 60_000;

    /** How long Signalbox may be away before we give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String PROMPT =
            "Review this Java file. Name at most three problems, the worst first, each with its line"
                    + " and a fix. Say so if there is none.\n\n";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String chain;
    private final String broker;

    /** The broker is null where jobs go by HTTP. */
    private ReviewSources(String base, String chain, String broker) {
        this.base = base;
        this.chain = chain;
        this.broker = broker;
    }

    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>(List.of(args));
        String via = option(names, "--via", "http");
        String broker = option(names, "--broker", "127.0.0.1:9092");
        String base = !names.isEmpty() ? names.get(0) : "http://127.0.0.1:8080";
        String chain = names.size() > 1 ? names.get(1) : "demo";
        int exitCode;
        try {
            exitCode = new ReviewSources(base, chain, via.equals("kafka") ? broker : null).run();
        } catch (ExecutionException | IllegalStateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            System.err.println("review-sources: " + cause.getMessage());
            exitCode = 1;
        }
        System.exit(exitCode);
    }

    private static String option(List<String> arguments, String name, String otherwise) {
        int at = arguments.indexOf(name);
        if (at < 0 || at + 1 == arguments.size()) {
            return otherwise;
        }
        arguments.remove(at);
        return arguments.remove(at);
    }

    private int run() throws IOException, InterruptedException, ExecutionException {
        Path root = Path.of(output("git", "rev-parse", "--show-toplevel").getFirst());
        List<String> files = output("git", "-C", root.toString(), "ls-files", "*.java");
        List<String> there = files.stream().filter(f -> Files.exists(root.resolve(f))).toList();
        Instant begun = Instant.now();
        System.out.printf(
                broker == null
                        ? "%d files, at most %d jobs at once%n"
                        : "%d files, all at once through Kafka%n",
                there.size(),
                AT_ONCE);
        List<Review> reviews =
                broker == null ? reviewAll(root, there) : reviewByKafka(root, there, begun);
        report(reviews, Duration.between(begun, Instant.now()));
        usage(begun, reviews.size());
        return reviews.stream().allMatch(Review::succeeded) ? 0 : 1;
    }

    /** How one job ended. */
    private record Review(String file, String status, List<Object> attempts, String error) {

        boolean succeeded() {
            return status.equals("succeeded");
        }

        /** Attempts on another candidate than the attempt before. */
        long fallbacks() {
            long changes = 0;
            for (int i = 1; i < attempts.size(); i++) {
                Object before = Json.at(attempts.get(i - 1), "candidate");
                changes += before.equals(Json.at(attempts.get(i), "candidate")) ? 0 : 1;
            }
            return changes;
        }
    }

    private List<Review> reviewAll(Path root, List<String> files)
            throws InterruptedException, ExecutionException {
        Semaphore places = new Semaphore(AT_ONCE);
        List<Future<Review>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String file : files) {
                places.acquire();
                for (Future<Review> each : running) {
                    if (each.state() == Future.State.FAILED) {
                        threads.shutdownNow();
                        throw new ExecutionException(each.exceptionNow());
                    }
                }
                running.add(
                        threads.submit(
                                () -> {
                                    try {
                                        return review(root, file);
                                    } finally {
                                        places.release();
                                    }
                                }));
            }
        }
        List<Review> reviews = new ArrayList<>();
        for (Future<Review> each : running) {
            reviews.add(each.get());
        }
        return reviews;
    }

    private Review review(Path root, String file) throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        String job = job(root, file, id);
        Object seen = surely(request("/v1/jobs?wait=30s").POST(body(job)).build());
        while (Json.at(seen, "result") == null) {
            Thread.sleep(Duration.ofMillis(200));
            seen = surely(request("/v1/jobs/" + id).GET().build());
        }
        Object error = Json.at(seen, "result", "error", "message");
        return new Review(
                file,
                String.valueOf(Json.at(seen, "status")),
                Json.list(Json.at(seen, "attempts")),
                error == null ? "" : error.toString());
    }

    /** One line of JSON. */
    private String job(Path root, String file, String id) throws IOException {
        String text = Files.readString(root.resolve(file));
        String source = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
        return """
                {"id": %s, \
                "input": {"messages": [{"role": "user", "content": %s}]}, \
                "task": {"type": "code_review"}, \
                "routing": {"chain": %s}, \
                "limits": {"priority": "batch", "timeout": "5m"}, \
                "metadata": {"file": %s}}\
                """
                .formatted(
                        Json.quote(id),
                        Json.quote(PROMPT + "// " + file + "\n" + source),
                        Json.quote(chain),
                        Json.quote(file));
    }

    /** Each file once: results are told apart by job, of which the first one counts. */
    private List<Review> reviewByKafka(Path root, List<String> files, Instant since)
            throws IOException, InterruptedException {
        Map<String, String> fileOfJob = new LinkedHashMap<>();
        StringBuilder records = new StringBuilder();
        for (String file : files) {
            String id = UUID.randomUUID().toString();
            fileOfJob.put(id, file);
            records.append(job(root, file, id)).append('\n');
        }
        Process writer = kcat("-P", "-t", "signalbox.jobs");
        try (var out = writer.outputWriter(StandardCharsets.UTF_8)) {
            out.write(records.toString());
        }
        if (writer.waitFor() != 0) {
            throw new IllegalStateException("kcat could not write to " + broker);
        }
        Map<String, Review> ended = new LinkedHashMap<>();
        long repeated = 0;
        Process reader =
                kcat("-C", "-q", "-u", "-t", "signalbox.results", "-o", "s@" + since.toEpochMilli());
        try (var lines = reader.inputReader(StandardCharsets.UTF_8)) {
            while (ended.size() < files.size()) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IllegalStateException("kcat stopped reading from " + broker);
                }
                Object result = Json.parse(line);
                String file = fileOfJob.get(String.valueOf(Json.at(result, "job_id")));
                if (file != null && ended.putIfAbsent(file, review(file, result)) != null) {
                    repeated++;
                }
            }
        } finally {
            reader.destroy();
        }
        System.out.printf("%d results read, %d of them repeated%n", ended.size(), repeated);
        return List.copyOf(ended.values());
    }

    private static Review review(String file, Object result) {
        Object error = Json.at(result, "error", "message");
        return new Review(
                file,
                String.valueOf(Json.at(result, "status")),
                Json.list(Json.at(result, "attempts")),
                error == null ? "" : error.toString());
    }

    private Process kcat(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("kcat", "-b", broker));
        command.addAll(List.of("-X", "message.max.bytes=8388608"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher body(String json) {
        return HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8);
    }

    /** The answer's JSON; asks again while Signalbox is away or says 429 or 503. */
    private Object surely(HttpRequest request) throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            String why;
            try {
                HttpResponse<String> answer =
                        http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() / 100 == 2) {
                    return Json.parse(answer.body());
                }
                why = answer.statusCode() + " " + answer.body();
                if (answer.statusCode() != 429 && answer.statusCode() != 503) {
                    throw new IllegalStateException(why);
                }
            } catch (IOException e) {
                why = e.toString();
            }
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("no answer from %s: %s".formatted(base, why));
            }
            Thread.sleep(Duration.ofMillis(500));
        }
    }

    private static void report(List<Review> reviews, Duration took) {
        long succeeded = reviews.stream().filter(Review::succeeded).count();
        long attempts = reviews.stream().mapToLong(each -> each.attempts().size()).sum();
        long fallbacks = reviews.stream().mapToLong(Review::fallbacks).sum();
        System.out.printf(
                Locale.ROOT,
                "%d succeeded, %d failed, %d attempts, %d fallbacks, %.1f s%n",
                succeeded,
                reviews.size() - succeeded,
                attempts,
                fallbacks,
                took.toMillis() / 1000.0);
        for (Review each : reviews) {
            if (!each.succeeded()) {
                System.out.printf("%s: %s %s%n", each.file(), each.status(), each.error());
            }
        }
    }

    /** The ledger is written in batches: it may lag behind a second. */
    private void usage(Instant since, int jobs) throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        String path = "/v1/usage?group_by=provider&from=" + since;
        Object usage = surely(request(path).GET().build());
        while (!isWhole(usage, jobs) && Instant.now().isBefore(until)) {
            Thread.sleep(Duration.ofMillis(300));
            usage = surely(request(path).GET().build());
        }
        System.out.printf("%nGET %s%n", path);
        String line = "%-12s %8s %8s %9s %8s %9s %12s %12s %14s %10s%n";
        System.out.printf(
                line, "provider", "jobs", "attempts", "succeeded", "failed", "fallbacks",
                "tokens in", "tokens out", "cost USD", "p50 ms");
        Map<String, Object> rows = new TreeMap<>();
        for (Object row : Json.list(Json.at(usage, "rows"))) {
            Object provider = Json.at(row, "provider");
            rows.put(provider == null ? "(nobody)" : provider.toString(), row);
        }
        Map<String, Object> lines = new LinkedHashMap<>(rows);
        lines.put("total", Json.at(usage, "total"));
        lines.forEach(
                (name, row) ->
                        System.out.printf(
                                line,
                                name,
                                Json.at(row, "requests"),
                                Json.at(row, "attempts"),
                                Json.at(row, "attempts_succeeded"),
                                Json.at(row, "attempts_failed"),
                                Json.at(row, "fallbacks"),
                                Json.at(row, "tokens", "input"),
                                Json.at(row, "tokens", "output"),
                                Json.at(row, "cost_usd"),
                                Json.at(row, "latency_ms", "p50")));
    }

    private static boolean isWhole(Object usage, int jobs) {
        return Long.parseLong(String.valueOf(Json.at(usage, "total", "requests"))) >= jobs
                && "0".equals(Json.at(usage, "total", "running"));
    }

    private static List<String> output(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
        return lines;
    }

    /** As little JSON as this needs: numbers, true and false are read as their text. */
    private static final class Json {

        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static Object parse(String text) {
            return new Json(text).value();
        }

        /** What stands under these names, one inside the other; null where nothing does. */
        static Object at(Object node, String... names) {
            Object found = node;
            for (String name : names) {
                found = found instanceof Map<?, ?> map ? map.get(name) : null;
            }
            return found;
        }

        static List<Object> list(Object node) {
            return node instanceof List<?> list ? List.copyOf(list) : List.of();
        }

        static String quote(String text) {
            StringBuilder quoted = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                switch (c) {
                    case '"', '\\' -> quoted.append('\\').append(c);
                    default -> {
                        if (c < ' ') {
                            quoted.append("\\u%04x".formatted((int) c));
                        } else {
                            quoted.append(c);
                        }
                    }
                }
            }
            return quoted.append('"').toString();
        }

        private Object value() {
            return switch (peek()) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                default -> word();
            };
        }

        private Map<String, Object> object() {
            Map<String, Object> object = new LinkedHashMap<>();
            at++;
            while (peek() != '}') {
                String name = string();
                take(':');
                object.put(name, value());
                skipComma();
            }
            at++;
            return object;
        }

        private List<Object> array() {
            List<Object> array = new ArrayList<>();
            at++;
            while (peek() != ']') {
                array.add(value());
                skipComma();
            }
            at++;
            return array;
        }

        private String string() {
            take('"');
            StringBuilder string = new StringBuilder();
            while (text.charAt(at) != '"') {
                char c = text.charAt(at++);
                string.append(c == '\\' ? escaped() : c);
            }
            at++;
            return string.toString();
        }

        private char escaped() {
            char c = text.charAt(at++);
            return switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> (char) Integer.parseInt(text, at, at += 4, 16);
                default -> c;
            };
        }

        private String word() {
            int begin = at;
            while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String word = text.substring(begin, at);
            return word.equals("null") ? null : word;
        }

        private char peek() {
            while (Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.charAt(at);
        }

        private void take(char wanted) {
            if (peek() != wanted) {
                throw new IllegalStateException("no '%s' at %d of the JSON".formatted(wanted, at));
            }
            at++;
        }

        private void skipComma() {
            if (peek() == ',') {
                at++;
            }
        }
    }
}
