package io.signalbox.messaging;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What a class warns of, from now until it is closed. */
final class Warnings extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> told = new CopyOnWriteArrayList<>();

    Warnings(Class<?> source) {
        this.logger = Logger.getLogger(source.getName());
        logger.addHandler(this);
    }

    List<String> soFar() {
        return List.copyOf(told);
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            told.add(new PatternFormatter("%s").format(entry).strip());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
