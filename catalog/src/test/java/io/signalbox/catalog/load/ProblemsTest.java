package io.signalbox.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Strategy;
import io.signalbox.catalog.yaml.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsTest {

    private static final CatalogLoader LOADER =
            new CatalogLoader(
                    CatalogEnvironment.of(Map.of("LEAK", "sk-leaked", "EMPTY", "", "N", "7")));

    @Test
    void everyMistakeIsToldAtOnceWithItsLineAndTheNearestKey() {
        List<String> problems =
                problems(
                        """
                        version: 1
                        mode: hybird
                        providers:
                          groq:
                            prioritty: 2
                            timeouts:
                              idle: soon
                          mine:
                            dialect: openai
                        chains:
                          main: [groqq, anthropic]
                        """);

        assertThat(problems)
                .containsExactly(
                        "t.yaml:2: mode: 'hybird' is not one of local_first, hosted, free_only, hybrid",
                        "t.yaml:5: providers.groq.prioritty: unknown key 'prioritty', the nearest known one is 'priority'",
                        "t.yaml:7: providers.groq.timeouts.idle: 'soon' is not a duration over 0 such as 500ms, 30s, 5m, 2h, 1d or PT30S",
                        "t.yaml:9: providers.mine.base_url: missing: it must be an http or https address such as https://api.example.com/v1, without user, query or fragment",
                        "t.yaml:11: chains.main[0]: unknown provider 'groqq', the nearest known one is 'groq'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    version: 2                                                  | version: '2' is not 1
                    offline: maybe                                              | 'maybe' is not true or false
                    providers: {groq: {priority: -1}}                           | '-1' is not a whole number from 0
                    providers: {groq: {breaker: {failure_ratio: 1.5}}}          | '1.5' is not a number from 0 to 1
                    providers: {groq: {breaker: {window: 5, minimum: 9}}}       | over the window of 5
                    providers: {groq: {timeouts: {idle: 0s}}}                   | '0s' is not a duration over 0
                    providers: {groq: {limits: {concurrency: 0}}}               | '0' is not a whole number from 1
                    providers: {groq: {limits: 5}}                              | must be keys and values
                    providers: {groq: {default_model: [a, b]}}                  | not a list
                    providers: {groq: {fallback: groq}}                         | cannot be its own fallback
                    providers: {groq: {fallback: grok}}                         | unknown provider 'grok', the nearest known one is 'groq'
                    providers: {groq: {models: [a, a]}}                         | something stands here twice
                    providers: {groq: {models: [llama], default_model: lama}}   | has only the models it lists, not 'lama', the nearest known one is 'llama'
                    providers: {auto: {dialect: openai, base_url: http://x/v1}} | have a meaning of their own
                    providers: {a/b: {dialect: openai, base_url: http://x/v1}}  | a name is one word
                    providers: {groq: {base_url: ftp://x}}                      | is not an http or https address
                    providers: {groq: {headers: {'X Api': v}}}                  | t.yaml:1: providers.groq.headers.X Api: 'X Api' is not a header's name
                    providers: {groq: {headers: {'': v}}}                       | '' is not a header's name
                    providers: {groq: {headers: {'X-Größe': v}}}                | 'X-Größe' is not a header's name
                    providers: {groq: {headers: {Host: v}}}                     | t.yaml:1: providers.groq.headers.Host: 'Host' is set by the connection itself
                    providers: {groq: {headers: {content-length: 5}}}           | 'content-length' is set by the connection itself
                    models: [{id: groqq/m}]                                     | unknown provider 'groqq'
                    models: [{id: m}]                                           | 'm' is not a model's name
                    models: [{id: groq/m}, {id: groq/m}]                        | the same id is on line 1
                    models: [{id: groq/m, price: {input_per_1m: 1}}]            | models[groq/m].price.output_per_1m: missing
                    models: [{id: groq/m, price: {input_per_1m: -1, output_per_1m: 1}}] | '-1' is not dollars per million
                    models: [{id: groq/m, ratings: {review: 2}}]                | '2' is not a number from 0 to 1
                    agents: {codex: {models: [a]}}\\nchains: {c: [agent/codex/b]} | agent 'codex' does not accept the model 'b', the nearest known one is 'a'
                    agents: {codex: {models: [a], options: {model: b}}}         | t.yaml:1: agents.codex.models: options.model is none of these
                    agents: {t: {command: x, args: ['{promt}']}}                | unknown placeholder '{promt}', the nearest known one is 'prompt'
                    agents: {t: {command: x, prompt: argument}}                 | the prompt would not reach it
                    agents: {t: {args: []}}                                     | agents.t.command: missing
                    agents: {codex: {pacing: {min_delay: 5s, max_delay: 1s}}}   | less than min_delay
                    agents: {codex: {options: {sandbox: workspace}}}            | agents.codex.options.sandbox: 'workspace' is not one of read-only, workspace-write, danger-full-access, the nearest known one is 'workspace-write'
                    agents: {t: {command: x, option_values: {a: []}}}           | allows nothing
                    agents: {t: {command: x, exit_codes: {41: RATE_LIMIT}}}     | unknown error class 'RATE_LIMIT', the nearest known one is 'RATE_LIMITED'
                    agents: {t: {command: x, exit_codes: {256: TIMEOUT}}}       | '256' is not an exit code from 0 to 255
                    agents: {t: {command: x, error_patterns: [{match: '(', class: TIMEOUT}]}} | '(' is not a regular expression
                    agents: {t: {command: x, output: {patterns: {error: {match: a, take: sum}}}}} | agents.t.output.patterns.error.take: sum cannot be taken here: first and last can, and sum of tokens and money
                    agents: {t: {command: x, error_patterns: [{match: a, class: timout}]}} | t.yaml:1: agents.t.error_patterns[0].class: unknown error class 'timout', the nearest known one is 'TIMEOUT'
                    agents: {t: {command: x, error_patterns: [{match: a}]}}     | error_patterns[0].class: missing
                    agents: {t: {command: x, files: {'/etc/x': a}}}             | must be a path below {home}/
                    agents: {t: {command: x, files: {'{home}/../x': a}}}        | must be a path below {home}/
                    agents: {t: {command: x, files: {'{home}/x': '{modl}'}}}    | unknown placeholder '{modl}', the nearest known one is 'model'
                    agents: {t: {command: x, files: {'{home}/x': '{prompt}'}}}  | unknown placeholder '{prompt}', the nearest known one is 'home'
                    agents: {t: {command: x, args: ['{?promt}x']}}              | unknown placeholder '{promt}', the nearest known one is 'prompt'
                    agents: {t: {command: x, home_files: [../x]}}               | '../x' is not a path below HOME
                    agents: {t: {command: x, env: {A_KEY: a}, signed_in: {any_env: [B_KEY]}}} | no variable of env has this name, the nearest known one is 'A_KEY'
                    agents: {t: {command: x, signed_in: {any_file: [x]}}}       | 'x' is not an absolute path, or one from ~/ on
                    agents: {t: {command: x, signed_in: {any: [x]}}}            | unknown key 'any', the nearest known one is 'any_env'
                    agents: {t: {command: x, resume: never}}                    | 'never' is not one of any_directory, same_directory
                    agents: {t: {command: x, output: {text: 'a..b'}}}           | 'a..b' is not a path such as
                    agents: {t: {command: x, output: {select: {'a[': b}}}}      | 'a[' is not a path such as
                    agents: {t: {command: x, output: {steps: [{kind: tool}]}}}  | output.steps[0].text: missing
                    agents: {t: {command: x, output: {steps: [{kind: jump, text: a}]}}} | 'jump' is not one of tool, text, status
                    agents: {t: {command: x, output: {cumulative: [all]}}}      | 'all' is not one of tokens, cost
                    agents: {t: {command: x, output: {patterns: {tokens: a}}}}  | unknown key 'tokens'
                    agents: {t: {command: x, output: {patterns: {error: '['}}}} | '[' is not a regular expression
                    chains: {c: [agent/codx]}                                   | unknown agent 'codx', the nearest known one is 'codex'
                    chains: {c: []}                                             | is empty
                    chains: {c: [chain/d]}                                      | 'chain/d' is not a provider, provider/model or agent/name
                    routing: {chain: prod}\\nchains: {production: [groq]}       | unknown chain 'prod', the nearest known one is 'production'
                    routing: {risk_table: [{risk: high}]}                       | either a tier or a model
                    routing: {max_attempts: 0}                                  | '0' is not a whole number from 1
                    routing: {strategy: fastest}                                | is not one of priority, round_robin
                    aliases: {groq: groq/llama-3.1-8b-instant}                  | cannot take the name of a provider
                    aliases: {auto: groq/llama-3.1-8b-instant}                  | cannot take the name of a provider
                    aliases: {'two words': groq}                                | an alias is one word
                    aliases: {a: chain/none}                                    | unknown chain 'none'
                    aliases: {a: auto/slow}                                     | unknown tier 'slow'
                    aliases: {a: grok/x}                                        | unknown provider 'grok'
                    policies: {budgets: [{name: a, period: day, limit: 0}]}     | '0' is not an amount of dollars over 0
                    policies: {budgets: [{name: a, period: day, limit: 1, warn_at: 80}]} | '80' is not a number from 0 to 1
                    policies: {budgets: [{name: a, period: day, limit: 1, timezone: Mars}]} | 'Mars' is not a time zone
                    policies: {budgets: [{name: a, period: day, limit: 1}, {name: a, period: day, limit: 1}]} | has this name already
                    keys: [{id: k, hash: abc, tenant: t}]                       | keys[k].hash: this is not sha256: and 64 hex digits
                    workspaces: {max_size: 2GB}                                 | '2GB' is not a size
                    cache: {ttl: {review: never}}                               | cache.ttl.review: 'never' is not a duration
                    """)
    void eachMistakeIsNamed(String yaml, String expected) {
        assertThat(problems(yaml.replace("\\n", "\n")))
                .hasSize(1)
                .first()
                .asString()
                .contains(expected);
    }

    @Test
    void aSectionThatIsNoneDoesNotTakeTheShippedOneAway() {
        assertThat(problems("providers: [{name: mine}]"))
                .containsExactly(
                        "t.yaml:1: providers: must be keys and values, not a single value or a list");
        assertThat(problems("models: {mine/m: {tier: fast}}"))
                .containsExactly("t.yaml:1: models: must be a list, with one '-' per entry");
    }

    @Test
    void anUnknownModelOfAnOpenListIsOnlyAWarning() {
        Catalog catalog = LOADER.loadText("t.yaml", "\nchains: {c: [groq/brand-new]}\n");

        assertThat(catalog.warnings())
                .singleElement()
                .asString()
                .startsWith("t.yaml:2: chains.c[0]: the registry has no model 'brand-new'");
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void aStrategyOfALaterVersionIsAWarningAndOrdersByPriority(Strategy strategy) {
        Catalog catalog =
                LOADER.loadText(
                        "t.yaml", "\nrouting: {strategy: %s}\n".formatted(strategy.wireName()));

        if (strategy.isInThisVersion()) {
            assertThat(catalog.routing().strategy()).isEqualTo(strategy);
            assertThat(catalog.warnings()).isEmpty();
        } else {
            assertThat(catalog.routing().strategy()).isEqualTo(Strategy.PRIORITY);
            assertThat(catalog.warnings())
                    .containsExactly(
                            "t.yaml:2: routing.strategy: this version has no strategy %s, it orders by priority; it has priority, round_robin, cost_based, api_first, cli_first"
                                    .formatted(strategy.wireName()));
        }
    }

    @Test
    void aMissingVariableIsOneProblemAndNotAMissingKeyToo() {
        assertThat(problems("providers: {mine: {dialect: openai, base_url: \"${NOWHERE}\"}}\n"))
                .singleElement()
                .asString()
                .contains("the variable NOWHERE is not set: set it, or write ${NOWHERE:default}");
    }

    @Test
    void whatAVariableHeldIsNeverShown() {
        List<String> problems =
                problems(
                        """
                        mode: "${LEAK}"
                        providers:
                          groq: {priority: "${LEAK}", fallback: "${LEAK}", base_url: "http://u:${LEAK}@h"}
                        chains: {c: ["${LEAK}", "groq/${LEAK}"]}
                        aliases: {a: "${LEAK}/x"}
                        routing: {chain: "${LEAK}"}
                        agents:
                          codex: {args: ["{x${LEAK}}", "{y}${LEAK}"], options: {sandbox: "${LEAK}"}}
                          t: {command: x, exit_codes: {1: "${LEAK}"}, files: {"{home}/x": "{z}${LEAK}"}, signed_in: {any_env: ["${LEAK}"]}}
                        """);

        assertThat(problems).hasSizeGreaterThan(10).noneMatch(p -> p.contains("sk-leaked"));
        assertThat(problems.getFirst()).contains("'${LEAK}' is not one of");
    }

    @Test
    void whatIsWrittenUnderASecretsKeyIsNeverShown() {
        List<String> problems =
                problems(
                        """
                        providers:
                          groq:
                            api_keys: {main: sk-written}
                            headers: {x-key: [sk-written]}
                            base_url: https://sk-written@groq.example
                        agents: {codex: {env: {KEY: {sub: sk-written}}}}
                        keys: [{id: k, hash: sk-written, tenant: t}]
                        """);

        assertThat(problems).hasSize(5).noneMatch(p -> p.contains("sk-written"));
    }

    @Test
    void theExceptionHoldsAllOfThem() {
        CatalogException e =
                catchThrowableOfType(
                        CatalogException.class, () -> LOADER.loadText("t.yaml", "a: 1\nb: 2\n"));

        assertThat(e.problems()).extracting(Problem::line).containsExactly(1, 2);
        assertThat(e).hasMessageContaining("2 problems").hasMessageContaining("t.yaml:2: b: ");
    }

    private static List<String> problems(String yaml) {
        CatalogException e =
                catchThrowableOfType(CatalogException.class, () -> LOADER.loadText("t.yaml", yaml));
        assertThat(e).as("no problem in: " + yaml).isNotNull();
        return e.problems().stream().map(Problem::toString).toList();
    }
}
