package io.signalbox.testsupport.postgres;

import java.nio.file.Path;

/** A JVM with nothing but a server, which waits to be killed. */
final class PgChild {

    private PgChild() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPg pg = EmbeddedPg.start(PgSettings.durableIn(Path.of(arguments[0])));
        System.out.println("ready " + pg.serverPid());
        Thread.currentThread().join();
    }
}
