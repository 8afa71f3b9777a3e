package io.gshare.thymeleaf;

import io.gshare.GShare;
import io.gshare.Page;
import io.gshare.Surface;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.DialectConfiguration;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.dialect.IExpressionObjectDialect;
import org.thymeleaf.dialect.IPreProcessorDialect;
import org.thymeleaf.expression.IExpressionObjectFactory;
import org.thymeleaf.preprocessor.IPreProcessor;
import org.thymeleaf.preprocessor.PreProcessor;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The dialect {@code gshare}: {@code <gshare:iframe>}, {@code gshare:src}, {@code gshare:href} and {@code #gshare}.
 *
 * <p>Its processors run after those of the standard dialect, so {@code th:each}, {@code th:if} and {@code th:class} work on
 * {@code <gshare:iframe>} as anywhere. Immutable and thread-safe: one instance serves a template engine.
 */
public final class GShareDialect extends AbstractProcessorDialect
        implements IExpressionObjectDialect, IPreProcessorDialect {

    /** The prefix of elements and attributes, and the name of the expression object. */
    public static final String NAME = "gshare";

    /** Where {@code GShareFilter} publishes what signs for a request. */
    private static final String ATTRIBUTE = "io.gshare.Page";

    private static final int PRECEDENCE = StandardDialect.PROCESSOR_PRECEDENCE + 100;

    /** What signs where no request does. */
    private final @Nullable Page page;

    /** A dialect that signs with what {@code GShareFilter} has published. */
    public GShareDialect() {
        this((Page) null);
    }

    /**
     * A dialect that signs with the given {@link GShare} where the filter has published none for the request: for templates that
     * are rendered outside a web application, too.
     *
     * @param gshare what signs
     */
    public GShareDialect(@Nullable GShare gshare) {
        this(gshare == null ? null : gshare.page());
    }

    GShareDialect(@Nullable Page page) {
        super(NAME, NAME, PRECEDENCE);
        this.page = page;
    }

    @Override
    public Set<IProcessor> getProcessors(String dialectPrefix) {
        return Stream.of(TemplateMode.values())
                .flatMap(mode -> processors(mode, dialectPrefix))
                .collect(Collectors.toSet());
    }

    private Stream<IProcessor> processors(TemplateMode mode, String dialectPrefix) {
        return switch (mode) {
            case HTML, XML ->
                Stream.of(
                        new UnknownProcessor(mode, dialectPrefix),
                        new IframeProcessor(mode, dialectPrefix, this),
                        new LinkAttributeProcessor(mode, dialectPrefix, "src", this),
                        new LinkAttributeProcessor(mode, dialectPrefix, "href", this));
            case TEXT, JAVASCRIPT, CSS -> Stream.of(new TextProcessor(mode, dialectPrefix));
            case RAW -> Stream.empty(); // it has no elements
        };
    }

    @Override
    public int getDialectPreProcessorPrecedence() {
        return PRECEDENCE;
    }

    @Override
    public Set<IPreProcessor> getPreProcessors() {
        return Stream.of(TemplateMode.values())
                .filter(mode -> mode != TemplateMode.RAW)
                .map(mode -> new PreProcessor(mode, BlockHandler.class, PRECEDENCE))
                .collect(Collectors.toSet());
    }

    /** The prefix with which a template engine knows this dialect. */
    static String prefix(IEngineConfiguration configuration) {
        return configuration.getDialectConfigurations().stream()
                .filter(each -> each.getDialect() instanceof GShareDialect && each.isPrefixSpecified())
                .map(DialectConfiguration::getPrefix)
                .findFirst()
                .orElse(NAME);
    }

    @Override
    public IExpressionObjectFactory getExpressionObjectFactory() {
        return new IExpressionObjectFactory() {
            @Override
            public Set<String> getAllExpressionObjectNames() {
                return Set.of(NAME);
            }

            @Override
            public Object buildObject(IExpressionContext context, String name) {
                return new SigningExpressions(find(context));
            }

            @Override
            public boolean isCacheable(String name) {
                return true; // for one execution of a template, which has one request
            }
        };
    }

    /** What signs for the page: the request's, so that the response learns of it; else the given. */
    Page find(IExpressionContext context) {
        if (context instanceof IWebContext web
                && web.getExchange().getAttributeValue(ATTRIBUTE) instanceof Page ofRequest) {
            return ofRequest.by(Surface.DIALECT);
        }
        if (page == null) {
            throw new IllegalStateException(
                    "no GShare was published for this page; map io.gshare.servlet.GShareFilter to it,"
                            + " or make the dialect with new GShareDialect(gshare)");
        }
        return page.by(Surface.DIALECT);
    }
}
