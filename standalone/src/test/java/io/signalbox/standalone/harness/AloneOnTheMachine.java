package io.signalbox.standalone.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Marks test classes that load the machine: nothing of other tests runs beside them. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock(AloneOnTheMachine.PROCESSES)
@ExtendWith(AloneOnTheMachine.WithoutTheShared.class)
public @interface AloneOnTheMachine {

    /** Held by whoever starts processes of its own. */
    String PROCESSES = "processes";

    /** Ends the Signalbox that other classes have shared until then. */
    final class WithoutTheShared implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            SharedSignalbox.close(context);
        }
    }
}
