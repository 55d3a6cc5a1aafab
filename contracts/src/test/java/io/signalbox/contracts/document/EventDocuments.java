package io.signalbox.contracts.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.signalbox.contracts.event.Insight;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.wire.Json;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The generated files of docs/events. */
final class EventDocuments {

    /** From this module's directory, where its tests run. */
    static final Path DIRECTORY = Path.of("..", "docs", "events");

    static final String ASYNC_API = "asyncapi.yaml";
    static final String RESULT = "result.schema.json";

    private static final DefaultPrettyPrinter PRINTER =
            new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private EventDocuments() {}

    /** Where the schema of a record with a type is. */
    static String schemaFile(RecordType type) {
        return type.typeName() + ".schema.json";
    }

    /** Where the schema of a value without a type is. */
    static String schemaFile(Class<?> plain) {
        if (plain.equals(Job.class)) {
            return "job.schema.json";
        }
        if (plain.equals(ProviderReport.class)) {
            return "provider-report.schema.json";
        }
        if (plain.equals(Insight.class)) {
            return "insight.schema.json";
        }
        throw new IllegalArgumentException("no file for " + plain + ": name one here");
    }

    /** Schemas by file name. */
    static Map<String, ObjectNode> schemas() {
        Javadoc javadoc = Javadoc.ofThisModule();
        Map<String, ObjectNode> schemas = new TreeMap<>();
        for (RecordType type : RecordType.values()) {
            schemas.put(
                    schemaFile(type),
                    type.recordClass().equals(JobFinished.class)
                            ? theResult(javadoc)
                            : SchemaWriter.write(type.recordClass(), javadoc));
        }
        schemas.put(RESULT, SchemaWriter.write(JobResult.class, javadoc));
        schemas.put(schemaFile(Job.class), SchemaWriter.write(Job.class, javadoc));
        schemas.put(
                schemaFile(ProviderReport.class),
                SchemaWriter.write(ProviderReport.class, javadoc));
        schemas.put(schemaFile(Insight.class), SchemaWriter.write(Insight.class, javadoc));
        return schemas;
    }

    private static ObjectNode theResult(Javadoc javadoc) {
        return Json.mapper()
                .createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", JobFinished.class.getSimpleName())
                .put("description", javadoc.of(JobFinished.class))
                .put("$ref", RESULT);
    }

    /** Texts by file name, each as it is checked in. */
    static Map<String, String> all() {
        Map<String, String> files = new TreeMap<>();
        schemas().forEach((name, schema) -> files.put(name, text(schema)));
        files.put(ASYNC_API, yaml(AsyncApiDocument.write(Javadoc.ofThisModule())));
        return files;
    }

    static String text(JsonNode schema) {
        try {
            return Json.mapper().writer(PRINTER).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String yaml(JsonNode document) {
        try {
            return "# Generated from contracts: see README.md beside this file.\n"
                    + YAMLMapper.builder()
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                            .build()
                            .writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
