package io.gshare.spring;

import io.gshare.GShare;
import io.gshare.SigningListener;
import io.gshare.doctor.Doctor;
import io.gshare.key.KeyStatus;
import io.gshare.servlet.MintListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the actuator shows: metrics, health and an info line. Each bean steps back where the application has its own. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
public final class GShareActuatorAutoConfiguration {

    GShareActuatorAutoConfiguration() {}

    /** Counters and timers. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Metrics {

        @Bean
        @ConditionalOnMissingBean
        SigningListener gshareSigningMetrics(MeterRegistry registry) {
            return new SigningMetrics(registry);
        }

        @Bean
        MeterBinder gshareKeyMetrics(GShare gshare) {
            return registry -> {
                for (String workspace : gshare.workspaces().keySet()) {
                    TimeGauge.builder("gshare.key.age", () -> age(gshare.keys().get(workspace)), TimeUnit.SECONDS)
                            .description("How old the key is at least")
                            .tag("workspace", workspace)
                            .register(registry);
                }
            };
        }

        /** Not a number where nobody knows. */
        private static double age(@Nullable KeyStatus key) {
            Instant since = key == null ? null : key.since();
            return since == null
                    ? Double.NaN
                    : Duration.between(since, Instant.now()).toSeconds();
        }

        /** Apart, because the filter's classes are about servlets. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(jakarta.servlet.Filter.class)
        static class Mints {

            private static final System.Logger AUDIT = System.getLogger("io.gshare.mint");

            @Bean
            @ConditionalOnMissingBean
            MintListener gshareMintMetrics(MeterRegistry registry) {
                return event -> {
                    AUDIT.log(Level.DEBUG, event); // as the filter does where nobody listens
                    Timer.builder("gshare.mints")
                            .description("Frames that asked for a link, and how long that took")
                            .tags("outcome", Checkups.tag(event.outcome()))
                            .register(registry)
                            .record(event.took());
                };
            }
        }
    }

    /** The addresses that pages are framed from, which every page shows anyway. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(InfoContributor.class)
    @ConditionalOnProperty(name = "management.info.gshare.enabled", matchIfMissing = true)
    static class Info {

        @Bean
        @ConditionalOnMissingBean(name = "gshareInfoContributor")
        InfoContributor gshareInfoContributor(GShare gshare) {
            return info -> info.withDetail(
                    "gshare", gshare.isEnabled() ? Map.of("workspaces", gshare.workspaces()) : "disabled");
        }
    }

    /** The doctor's cheap checks. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("${management.health.gshare.enabled:${management.health.defaults.enabled:true}}")
    static class Health {

        /** Boot 3's kind of health. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
        static class Boot3 {

            @Bean
            @ConditionalOnMissingBean(name = "gshareHealthIndicator")
            org.springframework.boot.actuate.health.HealthIndicator gshareHealthIndicator(Checkups checkups) {
                return () -> org.springframework.boot.actuate.health.Health.status(checkups.status())
                        .withDetails(checkups.details())
                        .build();
            }

            @Bean
            @ConditionalOnMissingBean
            Checkups gshareCheckups(GShare gshare, ObjectProvider<Doctor> doctors) {
                return checkups(gshare, doctors);
            }
        }

        /** Boot 4's. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
        static class Boot4 {

            @Bean
            @ConditionalOnMissingBean(name = "gshareHealthIndicator")
            org.springframework.boot.health.contributor.HealthIndicator gshareHealthIndicator(Checkups checkups) {
                return () -> org.springframework.boot.health.contributor.Health.status(checkups.status())
                        .withDetails(checkups.details())
                        .build();
            }

            @Bean
            @ConditionalOnMissingBean
            Checkups gshareCheckups(GShare gshare, ObjectProvider<Doctor> doctors) {
                return checkups(gshare, doctors);
            }
        }

        private static Checkups checkups(GShare gshare, ObjectProvider<Doctor> doctors) {
            if (!gshare.isEnabled()) {
                return new Checkups(List.of());
            }
            List<Doctor> own = doctors.orderedStream().toList();
            if (!own.isEmpty()) {
                return new Checkups(own);
            }
            GShare unheard = gshare.heardBy(event -> {}); // what a doctor signs is on no page
            return new Checkups(unheard.workspaces().keySet().stream()
                    .map(name -> Doctor.of(unheard).workspace(name).build())
                    .toList());
        }
    }
}
