package io.gshare.spring;

import io.gshare.GShare;
import io.gshare.SigningListener;
import io.gshare.doctor.Doctor;
import io.gshare.servlet.MintListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
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
            return new KeyMetrics(gshare);
        }

        /** Apart, because the filter's classes are about servlets. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(jakarta.servlet.Filter.class)
        static class Mints {

            @Bean
            @ConditionalOnMissingBean
            MintListener gshareMintMetrics(MeterRegistry registry) {
                return new MintMetrics(registry);
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
            Boot3Health gshareHealthIndicator(Checkups checkups) {
                return new Boot3Health(checkups);
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
            Boot4Health gshareHealthIndicator(Checkups checkups) {
                return new Boot4Health(checkups);
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
