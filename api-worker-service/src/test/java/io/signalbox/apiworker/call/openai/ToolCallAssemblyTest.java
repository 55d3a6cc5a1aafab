package io.signalbox.apiworker.call.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallAssemblyTest {

    private final ToolCallAssembly assembly = new ToolCallAssembly("01JD/1");

    @Test
    void callsWithoutIndexBeginWithAnIdAndAName() throws Exception {
        append("{'id':'a','function':{'name':'f','arguments':'{'}}");
        append("{'function':{'arguments':'}'}}");
        append("{'id':'b','function':{'name':'g','arguments':'{}'}}");

        assertThat(assembly.calls())
                .containsExactly(ToolCall.of("a", "f", "{}"), ToolCall.of("b", "g", "{}"));
    }

    @Test
    void twoCallsUnderOneIndexAreTwo() throws Exception {
        append("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}");
        append("{'index':0,'id':'b','function':{'name':'f','arguments':'{}'}}");

        assertThat(assembly.calls()).hasSize(2);
    }

    @Test
    void aRepeatedOrInventedIdIsNotAnotherCall() throws Exception {
        append("{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}");
        append("{'index':0,'id':'a','function':{'name':'f','arguments':'1'}}");
        append("{'index':0,'id':'zzz','function':{'arguments':'}'}}");
        append("{'index':0,'id':'null','function':{'name':'f','arguments':''}}");
        append("{'index':0,'id':'','function':{'name':'','arguments':''}}");

        assertThat(assembly.calls()).containsExactly(ToolCall.of("a", "f", "{1}"));
    }

    @Test
    void argumentsMayBeAnObject() throws Exception {
        append("{'index':0,'id':'a','function':{'name':'f','arguments':{'x':1}}}");

        assertThat(assembly.calls()).containsExactly(ToolCall.of("a", "f", "{\"x\":1}"));
    }

    /** Source: LibreChat-AI/agents#260. */
    @Test
    void whereThereIsNeitherIdNorIndexANameBeginsACall() throws Exception {
        append(
                "{'id':'','function':{'name':'f','arguments':'{}'}}",
                "{'id':'','function':{'name':'g','arguments':'{'}}");
        append("{'function':{'name':'g','arguments':'}'}}");
        append("{'function':{'name':'g','arguments':'{}'}}");

        assertThat(assembly.calls())
                .extracting(ToolCall::function)
                .containsExactly(
                        new ToolCall.Function("f", "{}"),
                        new ToolCall.Function("g", "{}"),
                        new ToolCall.Function("g", "{}"));
        assertThat(assembly.calls()).extracting(ToolCall::id).doesNotHaveDuplicates();
    }

    @Test
    void aNameThatIsRepeatedUnderOneIndexIsNotAnotherCall() throws Exception {
        append("{'index':0,'function':{'name':'f','arguments':'{}'}}");
        append("{'index':0,'function':{'name':'f','arguments':' '}}");

        assertThat(assembly.calls()).containsExactly(ToolCall.of("call_01JD_1_0", "f", "{} "));
    }

    @Test
    void aCallWithoutIdGetsOne() throws Exception {
        List<ToolCallDelta> first = append("{'index':3,'function':{'name':'f'}}");
        List<ToolCallDelta> next = append("{'index':3,'function':{'arguments':'{}'}}");

        assertThat(first).containsExactly(new ToolCallDelta(0, "call_01JD_1_0", "f", null));
        assertThat(next).containsExactly(new ToolCallDelta(0, null, null, "{}"));
        assertThat(assembly.calls()).containsExactly(ToolCall.of("call_01JD_1_0", "f", "{}"));
    }

    @Test
    void anIdThatComesLateIsNotTheOneThatTheCallerWasTold() throws Exception {
        List<ToolCallDelta> first = append("{'index':0,'function':{'name':'f','arguments':''}}");
        append("{'index':0,'id':'late','function':{'arguments':'{}'}}");
        append("{'index':0,'id':'b','function':{'name':'g','arguments':'{}'}}");

        assertThat(first.getFirst().id()).isEqualTo("call_01JD_1_0");
        assertThat(assembly.calls())
                .containsExactly(
                        ToolCall.of("call_01JD_1_0", "f", "{}"), ToolCall.of("b", "g", "{}"));
    }

    private List<ToolCallDelta> append(String... calls) throws Exception {
        String all = "[" + String.join(",", calls) + "]";
        return assembly.append(Json.mapper().readTree(all.replace('\'', '"')));
    }
}
