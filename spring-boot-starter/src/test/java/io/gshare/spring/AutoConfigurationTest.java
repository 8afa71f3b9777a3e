package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.GShare;
import io.gshare.SigningListener;
import io.gshare.Surfaces;
import io.gshare.doctor.Doctor;
import io.gshare.key.KeyListener;
import io.gshare.link.LinkRefusedException;
import io.gshare.servlet.EmbedAuthorizer;
import io.gshare.servlet.GShareFilter;
import io.gshare.servlet.MintListener;
import io.gshare.servlet.VisitorClaims;
import io.gshare.servlet.VisitorLanguage;
import io.gshare.test.Vectors;
import io.gshare.thymeleaf.GShareDialect;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;
import org.thymeleaf.TemplateEngine;

/** Which beans there are, where, and what takes their place. */
class AutoConfigurationTest {

    private static final AutoConfigurations OWN =
            AutoConfigurations.of(GShareAutoConfiguration.class, GShareActuatorAutoConfiguration.class);
    private static final String[] PROPERTIES = {
        "gshare.url=https://grafana.example.com",
        "gshare.token=" + Vectors.example().token(),
        "management.health.gshare.enabled=false"
    };

    private final WebApplicationContextRunner web =
            new WebApplicationContextRunner().withConfiguration(OWN).withPropertyValues(PROPERTIES);
    private final ApplicationContextRunner plain =
            new ApplicationContextRunner().withConfiguration(OWN).withPropertyValues(PROPERTIES);
    private final ReactiveWebApplicationContextRunner reactive =
            new ReactiveWebApplicationContextRunner().withConfiguration(OWN).withPropertyValues(PROPERTIES);

    @Test
    void aServletApplicationHasAllOfIt() {
        web.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(GShareDialect.class);
            assertThat(context.getBean("gshareFilter", FilterRegistrationBean.class)
                            .getFilter())
                    .isInstanceOf(GShareFilter.class);
            assertThat(published(context, GShareFilter.ATTRIBUTE)).isSameAs(context.getBean(GShare.class));
            assertThat(published(context, EmbedAuthorizer.ATTRIBUTE)).isNull();
            assertThat(published(context, VisitorClaims.ATTRIBUTE)).isNull();
        });
    }

    @Test
    void visitorsReadTheLanguageOfTheLocaleResolver() {
        web.withBean(LocaleResolver.class, () -> new FixedLocaleResolver(Locale.TAIWAN))
                .run(context -> assertThat(published(context, VisitorLanguage.ATTRIBUTE))
                        .isInstanceOfSatisfying(
                                VisitorLanguage.class,
                                language -> assertThat(language.language(new MockHttpServletRequest()))
                                        .isEqualTo(Locale.TAIWAN)));
        web.run(context -> assertThat(context.getBean(VisitorLanguage.class).language(new MockHttpServletRequest()))
                .isNull());
    }

    @Test
    void theFilterSeesErrorsAndWhatIsAsynchronous() {
        web.run(context -> {
            FilterRegistrationBean<?> filter = context.getBean("gshareFilter", FilterRegistrationBean.class);
            assertThat(filter.determineDispatcherTypes())
                    .isEqualTo(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "management.health.gshare.enabled=false,                                          false",
        "management.health.defaults.enabled=false,                                        false",
        "management.health.defaults.enabled=false management.health.gshare.enabled=true,  true",
        "management.info.gshare.enabled=false,                                            true",
    })
    void healthAndInfoCanBeLeftOut(String properties, boolean health) {
        new WebApplicationContextRunner()
                .withConfiguration(OWN)
                .withPropertyValues(
                        "gshare.url=http://127.0.0.1:1",
                        "gshare.token=" + Vectors.example().token())
                .withPropertyValues(properties.split(" +"))
                .run(context -> {
                    assertThat(context.containsBean("gshareHealthIndicator")).isEqualTo(health);
                    assertThat(context.containsBean("gshareCheckups")).isEqualTo(health);
                    assertThat(context.containsBean("gshareInfoContributor"))
                            .isEqualTo(!properties.contains("management.info"));
                });
    }

    private static @Nullable Object published(WebApplicationContext context, String attribute) {
        return Objects.requireNonNull(context.getServletContext()).getAttribute(attribute);
    }

    @Test
    void withoutThymeleafThereIsNoDialect() {
        web.withClassLoader(new FilteredClassLoader(TemplateEngine.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("gshareDialect")
                        .hasBean("gshareFilter"));
    }

    @Test
    void withoutJspNothingIsMissed() {
        web.withClassLoader(new FilteredClassLoader("jakarta.servlet.jsp"))
                .run(context -> assertThat(context).hasNotFailed().hasBean("gshareFilter"));
    }

    @Test
    void withoutAServletContainerThereIsNoFilter() {
        plain.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
                .withBean(SimpleMeterRegistry.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(GShare.class)
                        .hasSingleBean(GShareDialect.class)
                        .hasSingleBean(SigningListener.class)
                        .doesNotHaveBean("gshareFilter")
                        .doesNotHaveBean("gshareMintMetrics"));
    }

    @Test
    void withoutAnActuatorThereIsNeitherInfoNorMetrics() {
        web.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("gshareInfoContributor")
                        .doesNotHaveBean(SigningListener.class));
    }

    @Test
    void anApplicationGetsNoGuavaOfIt() {
        assertThat(ClassUtils.isPresent("com.google.common.net.InternetDomainName", null))
                .isFalse();
    }

    private static final String SIGNS =
            "INFO GShare{default=https://grafana.example.com (v2, key 'test1' of org 1)} signs links";

    /** What the log says while something runs. */
    private static List<String> logOf(Runnable running) {
        List<String> log = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                log.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.gshare");
        logger.addHandler(handler);
        try {
            running.run();
        } finally {
            logger.removeHandler(handler);
        }
        return log;
    }

    @Test
    void withoutAnyPropertyItIsSwitchedOffAndTheLogSaysWhatToDo() {
        assertThat(logOf(() -> new WebApplicationContextRunner()
                        .withConfiguration(OWN)
                        .run(context -> {
                            assertThat(context).hasNotFailed().hasBean("gshareFilter");
                            assertThat(context.getBean(GShare.class).isEnabled())
                                    .isFalse();
                            assertThat(published(context, GShareFilter.ATTRIBUTE))
                                    .isSameAs(context.getBean(GShare.class));
                        })))
                .containsExactly(
                        "WARNING gshare is switched off, because there is no property gshare.*: pages show placeholders,"
                                + " and nothing is signed; set gshare.url, gshare.token and gshare.key-name, or"
                                + " gshare.enabled=false");
    }

    @Test
    void whatIsSignedIsLogged() {
        assertThat(logOf(() -> web.run(context -> assertThat(context).hasNotFailed())))
                .containsExactly(SIGNS);
    }

    @Test
    void switchedOffItHasAllItsBeansAndSaysSoOnce() {
        for (AbstractApplicationContextRunner<?, ?, ?> runner : List.of(
                new WebApplicationContextRunner(),
                new ApplicationContextRunner(),
                new ReactiveWebApplicationContextRunner())) {
            assertThat(logOf(() -> runner.withConfiguration(OWN)
                            .withBean(SimpleMeterRegistry.class)
                            .withPropertyValues(
                                    "gshare.enabled=false",
                                    "gshare.token=${GRAFANA_TOKEN}",
                                    "gshare.config=/run/secrets/none.properties")
                            .run(context -> {
                                assertThat(context.getStartupFailure()).isNull();
                                context.getBean("gshareKeyMetrics", MeterBinder.class)
                                        .bindTo(context.getBean(SimpleMeterRegistry.class));
                                assertThat(context.getBean(Checkups.class).isRunning())
                                        .isFalse();
                                assertThat(context.getBean(Checkups.class).details())
                                        .hasToString("{gshare=disabled}");
                            })))
                    .containsExactly("INFO gshare is switched off (gshare.enabled=false): pages show placeholders, and"
                            + " nothing is signed");
        }
    }

    @Test
    void aDoctorOfTheApplicationDoesNotKeepItFromStartingSwitchedOff() {
        new WebApplicationContextRunner()
                .withConfiguration(OWN)
                .withPropertyValues("gshare.enabled=false")
                .withUserConfiguration(OwnDoctor.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(Checkups.class).isRunning()).isFalse();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDoctor {
        @Bean
        Doctor doctor(GShare gshare) {
            return Doctor.of(gshare).page("https://portal.example.com").build();
        }
    }

    @Test
    void webFluxIsDeclined() {
        assertThat(logOf(() -> reactive.run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(GShare.class)
                        .doesNotHaveBean(GShareDialect.class)
                        .doesNotHaveBean("gshareFilter"))))
                .containsExactly(
                        SIGNS,
                        "WARNING gshare signs pages of servlet applications, but this one is of WebFlux: it gets no"
                                + " filter, no mint endpoint and no Thymeleaf dialect; use spring-boot-starter-web, or sign with the bean"
                                + " GShare and send Cache-Control: private, no-store");
    }

    @Test
    void everyBeanOfTheApplicationTakesItsPlace() {
        GShare own = Surfaces.gshare();
        GShareDialect dialect = new GShareDialect(own);
        FilterRegistrationBean<GShareFilter> registration = new FilterRegistrationBean<>(new GShareFilter());
        EmbedAuthorizer authorizer = (request, embed) -> EmbedAuthorizer.Decision.deny();
        VisitorClaims visitors = request -> null;
        VisitorLanguage language = request -> null;
        MintListener mints = event -> {};
        SigningListener links = event -> {};
        web.withBean(SimpleMeterRegistry.class)
                .withBean(GShare.class, () -> own)
                .withBean(GShareDialect.class, () -> dialect)
                .withBean("ownFilter", FilterRegistrationBean.class, () -> registration)
                .withBean(EmbedAuthorizer.class, () -> authorizer)
                .withBean(VisitorClaims.class, () -> visitors)
                .withBean(VisitorLanguage.class, () -> language)
                .withBean(MintListener.class, () -> mints)
                .withBean(SigningListener.class, () -> links)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(GShare.class)).isSameAs(own);
                    assertThat(context.getBean(GShareDialect.class)).isSameAs(dialect);
                    assertThat(published(context, GShareFilter.ATTRIBUTE)).isSameAs(own);
                    assertThat(published(context, EmbedAuthorizer.ATTRIBUTE)).isSameAs(authorizer);
                    assertThat(published(context, VisitorClaims.ATTRIBUTE)).isSameAs(visitors);
                    assertThat(published(context, VisitorLanguage.ATTRIBUTE)).isSameAs(language);
                    assertThat(published(context, MintListener.ATTRIBUTE)).isSameAs(mints);
                    assertThat(published(context, GShareFilter.SIGNING_LISTENER))
                            .isSameAs(links);
                });
    }

    @Test
    void aFilterRegistrationOfTheApplicationTakesItsPlace() {
        web.withUserConfiguration(OwnFilter.class)
                .run(context -> assertThat(context).hasBean("ownFilter").doesNotHaveBean("gshareFilter"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFilter {
        @Bean
        FilterRegistrationBean<GShareFilter> ownFilter() {
            return new FilterRegistrationBean<>(new GShareFilter());
        }
    }

    @Test
    void aKeyListenerOfTheApplicationHearsOfKeys(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), Vectors.example().token());
        BlockingQueue<KeyListener.Event> heard = new LinkedBlockingQueue<>();
        new ApplicationContextRunner()
                .withConfiguration(OWN)
                .withBean(KeyListener.class, () -> heard::add)
                .withPropertyValues(
                        "gshare.url=https://grafana.example.com",
                        "gshare.token-file=" + file,
                        "management.health.gshare.enabled=false")
                .run(context -> {
                    Files.writeString(file, "no key");
                    assertThat(heard.take().problem()).isNotNull();
                });
    }

    @Test
    void aDoctorOfTheApplicationIsTheOneThatIsAsked() {
        GShare gone = GShare.builder()
                .workspace("mine", Surfaces.signer("http://127.0.0.1:1", Vectors.example()))
                .build();
        web.withPropertyValues("management.health.gshare.enabled=true")
                .withBean(Doctor.class, () -> Doctor.of(gone).workspace("mine").build())
                .run(context -> {
                    context.getBean(Checkups.class).examine();
                    assertThat(context.getBean(Checkups.class).details()).containsOnlyKeys("mine");
                });
    }

    @Test
    void twoDialectsAreOneTooMany() {
        web.withBean("first", GShareDialect.class, GShareDialect::new)
                .withBean("second", GShareDialect.class, GShareDialect::new)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessage("there are 2 beans of the type GShareDialect (first, second) but may be one; remove"
                                + " the others"));
    }

    @Test
    void wrongPropertiesStopTheStartWithTheReportThatIsDocumented() {
        new WebApplicationContextRunner()
                .withConfiguration(OWN)
                .withPropertyValues("gshare.token=secretSecretSecret", "gshare.rewrite=yes", "gshare.session=soon")
                .run(context -> {
                    FailureAnalysis analysis = Objects.requireNonNull(
                            new SettingsFailureAnalyzer().analyze(Objects.requireNonNull(context.getStartupFailure())));
                    assertThat("Description:\n\n" + analysis.getDescription() + "\n\nAction:\n\n" + analysis.getAction()
                                    + "\n")
                            .isEqualTo(Documents.snippets("docs/spring-boot.md", "text")
                                    .get(0));
                });
    }

    @Test
    void aValueWithASemicolonStaysWhole() {
        web.withPropertyValues("gshare.csp=default-src 'self'; frame-src x").run(context -> {
            FailureAnalysis analysis = Objects.requireNonNull(
                    new SettingsFailureAnalyzer().analyze(Objects.requireNonNull(context.getStartupFailure())));
            assertThat(analysis.getDescription())
                    .endsWith("\n  - gshare.csp was 'default-src 'self'; frame-src x' but must be leave or add");
        });
    }

    @Test
    void springKnowsTheAnalyzers() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(
                                FailureAnalyzer.class,
                                SpringFactoriesLoader.FailureHandler.handleMessage((message, e) -> {}))
                        .stream()
                        .map(Object::getClass))
                .contains(SettingsFailureAnalyzer.class, NamespaceFailureAnalyzer.class);
    }

    @Test
    void metricsCountBySurfaceAndReason() {
        web.withBean(SimpleMeterRegistry.class).run(context -> {
            GShare gshare = context.getBean(GShare.class);
            gshare.sign("/d/TZWea");
            gshare.sign("/d/TZWea");
            Assertions.assertThatExceptionOfType(LinkRefusedException.class)
                    .isThrownBy(() -> gshare.sign("https://evil.example.com/"));
            context.getBean(SigningListener.class).onRewritten(1024);
            context.getBean(MintListener.class)
                    .onMint(new MintListener.Event(null, null, MintListener.Outcome.MINTED, Duration.ofMillis(5)));
            context.getBean("gshareKeyMetrics", MeterBinder.class).bindTo(context.getBean(SimpleMeterRegistry.class));
            assertThat(context.getBean(SimpleMeterRegistry.class).getMeters().stream()
                            .map(AutoConfigurationTest::line)
                            .sorted())
                    .containsExactly(
                            "gshare.key.age {workspace=default} NaN",
                            "gshare.links {surface=code, workspace=default} 2.0",
                            "gshare.mints {outcome=minted} 1.0",
                            "gshare.refusals {reason=other-host, surface=code} 1.0",
                            "gshare.rewritten {} 1024.0");
            assertThat(context.getBean(SimpleMeterRegistry.class).getMeters())
                    .allSatisfy(
                            meter -> assertThat(meter.getId().getDescription()).isNotBlank());
        });
    }

    private static String line(Meter meter) {
        return meter.getId().getName() + " "
                + meter.getId().getTags().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .sorted()
                        .collect(Collectors.joining(", ", "{", "}"))
                + " " + meter.measure().iterator().next().getValue();
    }

    @Test
    void theInfoLineNamesTheWorkspaces() {
        web.run(context -> {
            Info.Builder info = new Info.Builder();
            context.getBean("gshareInfoContributor", InfoContributor.class).contribute(info);
            assertThat(info.build().getDetails())
                    .hasToString("{gshare={workspaces={default=https://grafana.example.com}}}");
        });
    }
}
