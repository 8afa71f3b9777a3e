package io.gshare.spring;

import io.gshare.GShare;
import io.gshare.SigningListener;
import io.gshare.key.KeyListener;
import io.gshare.servlet.EmbedAuthorizer;
import io.gshare.servlet.GShareFilter;
import io.gshare.servlet.MintListener;
import io.gshare.servlet.VisitorClaims;
import io.gshare.servlet.VisitorLanguage;
import io.gshare.settings.Settings;
import io.gshare.thymeleaf.GShareDialect;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.time.InstantSource;
import java.util.EnumSet;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.web.context.ServletContextAware;
import org.springframework.web.servlet.LocaleResolver;
import org.thymeleaf.TemplateEngine;

/**
 * Signs as the application's properties behind {@code gshare.} say: a {@link GShare}, in a servlet application the filter, and the dialect where
 * Thymeleaf is there. Each bean steps back where the application has its own. What is wrong with the properties stops the start, with every problem
 * in one message; where there are none, nothing is signed.
 */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration",
            "org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration"
        })
@ImportRuntimeHints(GShareHints.class)
public final class GShareAutoConfiguration {

    private static final Logger LOG = System.getLogger("io.gshare");

    private static final String CONFIGURE = "set gshare.url, gshare.token and gshare.key-name";

    static final String UNCONFIGURED =
            "gshare is switched off, because there is no property gshare.*: pages show placeholders, and nothing is signed; "
                    + CONFIGURE + ", or gshare.enabled=false";

    GShareAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    GShare gshare(
            Environment environment,
            ObjectProvider<KeyListener> keyListener,
            ObjectProvider<SigningListener> signingListener) {
        Settings settings = EnvironmentSettings.of(environment);
        if (settings == null) {
            LOG.log(Logger.Level.WARNING, UNCONFIGURED);
            return GShare.disabled("as there is no property gshare.*; " + CONFIGURE);
        }
        GShare gshare =
                GShare.from(settings, InstantSource.system(), keyListener.getIfAvailable(() -> KeyListener.NONE));
        if (gshare.isEnabled()) {
            LOG.log(Logger.Level.INFO, "{0} signs links", gshare);
        }
        SigningListener listener = signingListener.getIfAvailable();
        return listener == null ? gshare : gshare.heardBy(listener);
    }

    /** The filter, and what it finds in the servlet context. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Filter.class, FilterRegistrationBean.class})
    static class Servlet {

        /**
         * In a WAR on a container of its own, the filter jar's web-fragment has declared this filter before Spring comes: then it stays the only one,
         * and signs with this application's {@link GShare}, which it finds in the servlet context.
         */
        @Bean
        @ConditionalOnMissingBean(value = GShareFilter.class, parameterizedContainer = FilterRegistrationBean.class)
        FilterRegistrationBean<GShareFilter> gshareFilter() {
            FilterRegistrationBean<GShareFilter> registration = new FilterRegistrationBean<>(new GShareFilter());
            registration.setName("gshare");
            registration.setDispatcherTypes(
                    EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
            registration.setIgnoreRegistrationFailure(true);
            return registration;
        }

        @Bean
        Publication gsharePublication(
                GShare gshare,
                ObjectProvider<EmbedAuthorizer> authorizer,
                ObjectProvider<VisitorClaims> visitors,
                ObjectProvider<VisitorLanguage> language,
                ObjectProvider<MintListener> mintListener,
                ObjectProvider<SigningListener> signingListener) {
            return context -> {
                context.setAttribute(GShareFilter.ATTRIBUTE, gshare);
                authorizer.ifAvailable(own -> context.setAttribute(EmbedAuthorizer.ATTRIBUTE, own));
                visitors.ifAvailable(own -> context.setAttribute(VisitorClaims.ATTRIBUTE, own));
                language.ifAvailable(own -> context.setAttribute(VisitorLanguage.ATTRIBUTE, own));
                mintListener.ifAvailable(own -> context.setAttribute(MintListener.ATTRIBUTE, own));
                signingListener.ifAvailable(own -> context.setAttribute(GShareFilter.SIGNING_LISTENER, own));
            };
        }
    }

    /** Speaks to visitors in the language that they have chosen in the application. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Filter.class, LocaleResolver.class})
    static class Language {

        @Bean
        @ConditionalOnMissingBean
        VisitorLanguage gshareVisitorLanguage(ObjectProvider<LocaleResolver> resolver) {
            return request -> {
                LocaleResolver only = resolver.getIfUnique();
                return only == null ? null : only.resolveLocale(request);
            };
        }
    }

    /** Puts beans where the filter looks for them: an initializer to come before it, and aware because MockMvc calls no initializer. */
    @FunctionalInterface
    interface Publication extends ServletContextInitializer, ServletContextAware {

        @Override
        void setServletContext(ServletContext context);

        @Override
        default void onStartup(ServletContext context) {
            setServletContext(context);
        }
    }

    /** The dialect; in an application of WebFlux nobody would keep the pages that it signs out of caches. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(TemplateEngine.class)
    @Conditional(NotReactive.class)
    static class Thymeleaf {

        @Bean
        @ConditionalOnMissingBean
        GShareDialect gshareDialect(GShare gshare) {
            return new GShareDialect(gshare);
        }

        /** A template engine takes both of two dialects, and runs each processor twice. */
        @Bean
        static SmartInitializingSingleton gshareOneDialect(ListableBeanFactory beans) {
            return () -> {
                String[] names = beans.getBeanNamesForType(GShareDialect.class);
                if (names.length > 1) {
                    throw new IllegalStateException("there are " + names.length + " beans of the type GShareDialect ("
                            + String.join(", ", names) + ") but may be one; remove the others");
                }
            };
        }
    }

    /** Says why there is neither filter nor dialect. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class Reactive {

        static final String DECLINED =
                "gshare signs pages of servlet applications, but this one is of WebFlux: it gets no filter, no mint endpoint"
                        + " and no Thymeleaf dialect; use spring-boot-starter-web, or sign with the bean GShare and send"
                        + " Cache-Control: private, no-store";

        @Bean
        SmartInitializingSingleton gshareDeclined(GShare gshare) {
            return () -> {
                if (gshare.isEnabled()) {
                    LOG.log(Logger.Level.WARNING, DECLINED);
                }
            };
        }
    }

    static final class NotReactive extends NoneNestedConditions {

        NotReactive() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
        static final class OnReactive {}
    }
}
