package io.gshare.test;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A {@link StandInWorkspace} for JUnit 5.10 and later: there before any test, and before each as it was at the start.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final WorkspaceExtension grafana = new WorkspaceExtension();
 * }</pre>
 *
 * <p>It runs from when it is made, so that other static fields and Spring's {@code @DynamicPropertySource} find it, to the end of the
 * whole test run, because Spring keeps applications that know its address; the one of an instance field runs for its own test. With
 * {@code @ExtendWith(WorkspaceExtension.class)} tests take it as a parameter of the type {@code StandInWorkspace}.
 *
 * <p>Tests that share it do not run in parallel: before each, all sessions end, and {@code opened()} is empty again. Thread-safe.
 */
public final class WorkspaceExtension extends StandInWorkspace
        implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(WorkspaceExtension.class);

    /** Starts a workspace with each dashboard that is asked for. */
    public WorkspaceExtension() {
        this(builder());
    }

    /**
     * Starts a workspace.
     *
     * @param workspace what to start
     * @throws IllegalStateException if it cannot start, for example because the port is taken
     */
    public WorkspaceExtension(Builder workspace) {
        super(workspace);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        closeAfter(context.getRoot());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        closeAfter(context);
        reset();
    }

    /** The type that JUnit 5.10 closes. */
    @SuppressWarnings("deprecation") // since 5.13, for one that 5.10 does not close
    private void closeAfter(ExtensionContext context) {
        Store store = context.getStore(NAMESPACE);
        if (store.get(this) == null) { // a parent's store answers too
            store.put(this, (CloseableResource) this::close);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == StandInWorkspace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }
}
