package io.signalbox.standalone.cluster;

/**
 * What all scenarios of a cluster share.
 *
 * @param router the first one, the gateways ask it for routes
 * @param gateway the first one
 * @param secondGateway may still be starting
 * @param worker the first one for APIs; may still be starting
 * @param work every job that any scenario has submitted
 */
record Core(
        Cluster cluster,
        ServiceInstance router,
        ServiceInstance gateway,
        ServiceInstance secondGateway,
        ServiceInstance worker,
        Work work) {}
