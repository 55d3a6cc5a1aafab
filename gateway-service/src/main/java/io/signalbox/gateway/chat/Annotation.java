package io.signalbox.gateway.chat;

import io.signalbox.contracts.job.Citation;
import io.signalbox.contracts.job.JobResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A source of an answer in OpenAI's form ({@code message.annotations} of a chat completion). Field
 * names are the wire's.
 *
 * @param type always {@code url_citation}
 */
record Annotation(String type, UrlCitation urlCitation) {

    /** Most marks of one answer that are told of. */
    static final int MAX_MARKS = 200;

    /** {@code [2]}, also {@code [1, 3]}. */
    private static final Pattern MARK = Pattern.compile("\\[\\d{1,2}(?:\\s*,\\s*\\d{1,2}){0,9}\\]");

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /**
     * @param startIndex where in the text the source is cited, in characters (Unicode code points)
     * @param endIndex behind the mark; a source that is cited nowhere stands, empty, at the text's
     *     end
     */
    record UrlCitation(int startIndex, int endIndex, String url, String title) {}

    /**
     * In the order of the text, then those that are not cited; null where no search went before.
     */
    static @Nullable List<Annotation> of(JobResult result) {
        Map<Integer, Citation> uncited = new LinkedHashMap<>();
        result.citations().stream()
                .flatMap(json -> Citation.read(json).stream())
                .forEach(citation -> uncited.put(citation.number(), citation));
        if (uncited.isEmpty()) {
            return null;
        }
        Map<Integer, Citation> known = Map.copyOf(uncited);
        String text = result.output() == null ? "" : result.output();
        List<Annotation> annotations = new ArrayList<>();
        Matcher mark = MARK.matcher(text);
        int counted = 0;
        int start = 0;
        while (annotations.size() < MAX_MARKS && mark.find()) {
            start += text.codePointCount(counted, mark.start());
            counted = mark.start();
            Matcher number = NUMBER.matcher(mark.group());
            while (number.find()) {
                Citation cited = known.get(Integer.valueOf(number.group()));
                if (cited != null) {
                    annotations.add(at(start, start + mark.group().length(), cited));
                    uncited.remove(cited.number());
                }
            }
        }
        int end = start + text.codePointCount(counted, text.length());
        uncited.values().forEach(citation -> annotations.add(at(end, end, citation)));
        return annotations;
    }

    private static Annotation at(int start, int end, Citation citation) {
        return new Annotation(
                "url_citation", new UrlCitation(start, end, citation.url(), citation.title()));
    }
}
