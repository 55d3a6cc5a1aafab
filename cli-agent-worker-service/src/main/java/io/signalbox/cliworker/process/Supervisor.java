package io.signalbox.cliworker.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A tiny shell that outlives this JVM just long enough to end its agents and delete its directory.
 * It reads a pipe from us that closes when we die, however we die. Linux only.
 */
final class Supervisor implements AutoCloseable {

    /**
     * $1 is the worker, $2 its directory. SIGTERM to all that carry its mark and to what they have
     * started, from the third second on SIGKILL, until three looks in a row find nothing. A process
     * is "number:start", so that a number's next owner is left alone.
     */
    private static final String SCRIPT =
            """
            trap '' INT HUP TERM
            worker=$1 directory=$2 known=' ' round=0 quiet=0
            read -r word
            [ "$word" = done ] && exit 0
            start_of() {
              line=
              { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
              set -- ${line##*") "}
              case $1 in Z | X) return 1 ;; esac
              parent=$2 start=${20}
            }
            look() {
              for file in $(grep -lsF -e "SIGNALBOX_WORKER=$worker" -e "HOME=$directory/" \\
                  /proc/[0-9]*/environ); do
                pid=${file#/proc/} pid=${pid%/environ}
                start_of "$pid" && remember
              done
              grown=yes
              while [ "$grown" ]; do
                grown=
                for file in /proc/[0-9]*/stat; do
                  pid=${file#/proc/} pid=${pid%/stat}
                  start_of "$pid" || continue
                  case $known in *" $parent:"*) remember && grown=yes ;; esac
                done
              done
            }
            remember() {
              case $known in *" $pid:$start "*) return 1 ;; esac
              known="$known$pid:$start "
            }
            signal() {
              alive=' '
              for process in $known; do
                pid=${process%:*}
                start_of "$pid" && [ "$start" = "${process#*:}" ] || continue
                alive="$alive$process "
                kill "-$1" "$pid" 2>/dev/null
              done
              known=$alive
            }
            while [ "$quiet" -lt 3 ] && [ "$round" -lt 200 ]; do
              look
              case $round in 0) signal TERM ;; ?|1?|2?) signal 0 ;; *) signal KILL ;; esac
              if [ "$known" = ' ' ]; then quiet=$((quiet + 1)); else quiet=0; fi
              round=$((round + 1))
              sleep 0.1
            done
            rm -rf "$directory" 2>/dev/null && exit 0
            chmod -R u+rwX "$directory" 2>/dev/null
            rm -rf "$directory"
            """;

    private final Process shell;

    private Supervisor(Process shell) {
        this.shell = shell;
    }

    static Supervisor of(WorkerDirectory worker) {
        List<String> arguments =
                List.of(
                        "-c",
                        SCRIPT,
                        "signalbox-agents",
                        worker.worker(),
                        worker.path().toString());
        ProcessBuilder builder =
                new ProcessBuilder(Program.inOwnSession(Path.of("/bin/sh"), arguments))
                        .directory(Path.of("/").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        // Nothing that a run may be known by, its own worker's or one around it.
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().put("LC_ALL", "C");
        try {
            return new Supervisor(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the supervisor of agents", e);
        }
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** There is nothing left to do for it. */
    @Override
    public void close() {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It has gone already.
        }
    }
}
