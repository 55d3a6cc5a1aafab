package io.signalbox.benchmarks.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The CPU time of this JVM, in ms. */
public final class OwnCpu {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private OwnCpu() {}

    public static double ms() {
        return SYSTEM.getProcessCpuTime() / 1e6;
    }
}
