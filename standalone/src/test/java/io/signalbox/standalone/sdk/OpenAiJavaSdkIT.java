package io.signalbox.standalone.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.Vectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's Java library as it is, with nothing but its base URL set. */
@ExtendWith(SharedSignalbox.class)
class OpenAiJavaSdkIT {

    private static final String QUESTION = "what does the library say";
    private static final String ANSWER = "You said: " + QUESTION;

    private final RunningSignalbox signalbox;
    private final OpenAIClient client;

    OpenAiJavaSdkIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        signalbox.script("first", Script.DEFAULT);
        this.client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(signalbox.process().apiUrl())
                        .apiKey("none is needed")
                        .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static ChatCompletionCreateParams.Builder question() {
        return ChatCompletionCreateParams.builder().model("first/small").addUserMessage(QUESTION);
    }

    @Test
    void plain() {
        // When
        ChatCompletion completion = client.chat().completions().create(question().build());

        // Then
        assertThat(completion.choices()).hasSize(1);
        assertThat(completion.choices().getFirst().message().content()).contains(ANSWER);
        assertThat(completion.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(completion.model()).isEqualTo("first/small");
        CompletionUsage usage = completion.usage().orElseThrow();
        assertThat(usage.completionTokens()).isEqualTo(7);
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
        completion.validate();
    }

    @Test
    void streamedWithUsage() {
        // When
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat()
                        .completions()
                        .createStreaming(
                                question()
                                        .streamOptions(
                                                ChatCompletionStreamOptions.builder()
                                                        .includeUsage(true)
                                                        .build())
                                        .build())) {
            chunks = response.stream().toList();
        }

        // Then
        assertThat(text(chunks)).isEqualTo(ANSWER);
        assertThat(chunks.getLast().choices()).isEmpty();
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(7);
        assertThat(chunks.stream().map(ChatCompletionChunk::id).distinct()).hasSize(1);
        chunks.forEach(ChatCompletionChunk::validate);
    }

    @Test
    void streamedWithoutUsage() {
        // When
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(question().build())) {
            chunks = response.stream().toList();
        }

        // Then
        assertThat(text(chunks)).isEqualTo(ANSWER);
        assertThat(chunks).noneMatch(chunk -> chunk.usage().isPresent());
        assertThat(chunks.getLast().choices().getFirst().finishReason())
                .contains(ChatCompletionChunk.Choice.FinishReason.STOP);
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .map(choice -> choice.delta().content())
                .flatMap(Optional::stream)
                .collect(Collectors.joining());
    }

    @Test
    void toolsThereAndBack() {
        // Given a model that calls a tool and then answers from its result
        signalbox.script(
                "first",
                Script.builder()
                        .toolCall(ToolCall.of("call_1", "weather", "{\"city\":\"Oslo\"}"))
                        .build());
        ChatCompletionCreateParams.Builder conversation =
                question()
                        .addTool(
                                ChatCompletionFunctionTool.builder()
                                        .function(
                                                FunctionDefinition.builder()
                                                        .name("weather")
                                                        .parameters(
                                                                FunctionParameters.builder()
                                                                        .putAdditionalProperty(
                                                                                "type",
                                                                                JsonValue.from(
                                                                                        "object"))
                                                                        .putAdditionalProperty(
                                                                                "properties",
                                                                                JsonValue.from(
                                                                                        Map.of(
                                                                                                "city",
                                                                                                Map
                                                                                                        .of(
                                                                                                                "type",
                                                                                                                "string"))))
                                                                        .build())
                                                        .build())
                                        .build());

        // When
        ChatCompletion.Choice first =
                client.chat().completions().create(conversation.build()).choices().getFirst();

        // Then
        assertThat(first.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageFunctionToolCall call =
                first.message().toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(call.function().name()).isEqualTo("weather");
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Oslo\"}");

        // And when its result is brought
        ChatCompletion second =
                client.chat()
                        .completions()
                        .create(
                                conversation
                                        .addMessage(first.message())
                                        .addMessage(
                                                ChatCompletionToolMessageParam.builder()
                                                        .toolCallId(call.id())
                                                        .content("rain")
                                                        .build())
                                        .build());

        // Then
        assertThat(second.choices().getFirst().message().content()).contains(ANSWER);
        assertThat(second.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    }

    @Test
    void embeddings() {
        // When
        CreateEmbeddingResponse response =
                client.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("first/vec")
                                        .inputOfArrayOfStrings(List.of("one text", "another"))
                                        .dimensions(8)
                                        .build());

        // Then
        assertThat(response.data()).hasSize(2);
        assertThat(response.data().get(1).index()).isEqualTo(1);
        assertThat(response.data().get(1).embedding())
                .containsExactlyElementsOf(boxed(Vectors.of("another", 8)));
        assertThat(response.model()).isEqualTo("first/vec");
        assertThat(response.usage().promptTokens()).isEqualTo(3);
        response.validate();
    }

    private static List<Float> boxed(float[] vector) {
        return IntStream.range(0, vector.length).mapToObj(i -> vector[i]).toList();
    }

    @Test
    void modelsListedAndRetrieved() {
        // When
        List<String> ids = client.models().list().data().stream().map(Model::id).toList();

        // Then
        assertThat(ids)
                .contains("auto", "both", "chain/production", "first/small", "second/small")
                .doesNotContain("switched-off/small");
        assertThat(client.models().retrieve("first/small").ownedBy()).isEqualTo("first");
    }

    @Test
    void aModelThatMeansNothingIsItsNotFound() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() ->
                        client.chat()
                                .completions()
                                .create(question().model("no-such-model").build()))
                .withMessageContaining("no model 'no-such-model'")
                .satisfies(e -> assertThat(e.code()).contains("model_not_found"));
    }
}
