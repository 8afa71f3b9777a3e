package io.gshare.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jars on a module path. */
class ModulePathIT {

    @Test
    void anApplicationSignsWithEveryLibrary() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        Jars.all().stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(System.getProperty("path.separator"))),
                        "--module",
                        "io.gshare.packaging/io.gshare.packaging.Application",
                        Expected.VECTOR.token(),
                        Expected.VECTOR.timestamp())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed.lines())
                .containsExactlyElementsOf(Expected.links().entrySet().stream()
                        .map(link -> link.getKey() + " " + link.getValue())
                        .toList());
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void noLibraryBringsGuava() {
        assertThat(Jars.all()).map(Jars::name).noneMatch(jar -> jar.startsWith("guava"));
    }

    @ParameterizedTest
    @CsvSource({
        "gshare-core, io.gshare, io.gshare io.gshare.html io.gshare.key io.gshare.link io.gshare.settings io.gshare.text io.gshare.ticket io.gshare.token",
        "gshare-filter, io.gshare.servlet, io.gshare.servlet",
        "gshare-taglib, io.gshare.jsp, io.gshare.jsp",
        "gshare-thymeleaf-dialect, io.gshare.thymeleaf, io.gshare.thymeleaf",
        "gshare-doctor, io.gshare.doctor, io.gshare.doctor",
    })
    void aJarIsAModuleThatExportsThisAndNoMore(String jar, String module, String exported) {
        ModuleDescriptor descriptor =
                ModuleFinder.of(Jars.named(jar)).findAll().iterator().next().descriptor();
        assertThat(descriptor.name()).isEqualTo(module);
        assertThat(descriptor.isAutomatic() || descriptor.isOpen()).isFalse();
        assertThat(descriptor.exports())
                .extracting(Exports::source)
                .containsExactlyInAnyOrderElementsOf(List.of(exported.split(" ")));
        assertThat(descriptor.opens()).isEmpty();
    }

    @Test
    void theLibraryOfTokensIsAServiceAndExportsNothing() {
        ModuleDescriptor descriptor = ModuleFinder.of(Jars.named("gshare-jwt"))
                .findAll()
                .iterator()
                .next()
                .descriptor();
        assertThat(descriptor.name()).isEqualTo("io.gshare.jwt");
        assertThat(descriptor.exports()).isEmpty();
        assertThat(descriptor.provides()).extracting(Provides::service).containsExactly("io.gshare.token.TokenKeys");
    }
}
