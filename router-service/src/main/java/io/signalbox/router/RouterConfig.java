package io.signalbox.router;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Every setting of the router; keys begin with {@code signalbox.router}. */
@ConfigMapping(prefix = "signalbox.router")
public interface RouterConfig {

    /** Records of one topic in work at once. */
    @WithDefault("256")
    int concurrency();

    /** Most candidates of one plan. */
    @WithDefault("32")
    int maxCandidates();

    /** Decisions remembered against redelivery. */
    @WithDefault("100000")
    int rememberedDecisions();
}
