package io.gshare.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;

/** The packaged jars as bundles in Apache Felix, with Apache Aries SPI Fly for services. */
class OsgiIT {

    /** Thymeleaf and what it renders expressions with are no bundles: whoever uses them in OSGi wraps them. */
    private static final List<String> NO_BUNDLES = List.of("thymeleaf", "ognl");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // before each test
    private Framework framework;

    @BeforeEach
    void start() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("bundles").toString()));
        framework.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(0);
    }

    @Test
    void anApplicationSignsWithEveryLibrary() throws Exception {
        start(List.of(Jars.onTestPath("org.apache.aries.spifly.dynamic.framework.extension")));
        List<Path> jars = new ArrayList<>(List.of(wrapped()));
        for (Path jar : Jars.all()) {
            if (isBundle(jar)) {
                jars.add(jar);
            }
        }
        Bundle application = Objects.requireNonNull(start(jars).get("gshare-packaging-tests"));

        assertThat(application
                        .loadClass(Application.class.getName())
                        .getMethod("links", String.class, long.class)
                        .invoke(null, Expected.VECTOR.token(), Long.valueOf(Expected.VECTOR.timestamp())))
                .isEqualTo(Expected.links());
    }

    @ParameterizedTest
    @CsvSource({
        "gshare-core, jackson-core",
        "gshare-filter, gshare-core jackson-core jakarta.servlet-api",
        "gshare-taglib, gshare-filter gshare-core jackson-core jakarta.servlet-api jakarta.servlet.jsp-api jakarta.el-api",
        "gshare-doctor, gshare-core jackson-core",
        "gshare-jwt, gshare-core jackson-core nimbus-jose-jwt",
    })
    void aBundleNeedsNoMoreThanThis(String bundle, String needed) throws Exception {
        start(Stream.concat(Stream.of(bundle), Stream.of(needed.split(" ")))
                .map(Jars::named)
                .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "gshare-core",
        "gshare-filter",
        "gshare-taglib",
        "gshare-thymeleaf-dialect",
        "gshare-doctor",
        "gshare-jwt"
    })
    void aBundleExportsWhatTheModuleDoesInItsVersion(String jar) throws Exception {
        Bundle bundle = install(Jars.named(jar));
        assertThat(bundle.adapt(BundleRevision.class).getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE))
                .extracting(each -> each.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE) + " "
                        + each.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE))
                .containsExactlyInAnyOrderElementsOf(
                        ModuleFinder.of(Jars.named(jar)).findAll().iterator().next().descriptor().exports().stream()
                                .map(Exports::source)
                                .map(name ->
                                        name + " " + Jars.property("version").replace("-SNAPSHOT", ""))
                                .toList());
    }

    /** Installs all, then starts all, and gives them by their symbolic name. */
    private Map<String, Bundle> start(List<Path> jars) throws BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars) {
            bundles.add(install(jar));
        }
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
        return bundles.stream().collect(Collectors.toMap(Bundle::getSymbolicName, bundle -> bundle));
    }

    private Bundle install(Path jar) throws BundleException {
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    private static boolean isBundle(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null;
        }
    }

    /** A bundle of what is none, which exports all of its packages and imports whatever there is. */
    private Path wrapped() throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "wrapped");
        headers.putValue(Constants.DYNAMICIMPORT_PACKAGE, "*");
        headers.putValue(
                Constants.BUNDLE_CLASSPATH,
                NO_BUNDLES.stream().map(name -> name + ".jar").collect(Collectors.joining(",")));
        headers.putValue(
                Constants.EXPORT_PACKAGE,
                NO_BUNDLES.stream()
                        .flatMap(name ->
                                ModuleFinder.of(Jars.named(name))
                                        .findAll()
                                        .iterator()
                                        .next()
                                        .descriptor()
                                        .packages()
                                        .stream())
                        .collect(Collectors.joining(",")));
        Path bundle = folder.resolve("wrapped.jar");
        try (OutputStream out = Files.newOutputStream(bundle);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String name : NO_BUNDLES) {
                jar.putNextEntry(new JarEntry(name + ".jar"));
                Files.copy(Jars.named(name), jar);
            }
        }
        return bundle;
    }
}
