package io.gshare.packaging;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of all modules know each other one way. */
class RoomsIT {

    @Test
    void noPackageKnowsOneThatKnowsIt() throws IOException {
        List<Path> modules;
        try (Stream<Path> folders =
                Files.find(Path.of(".."), 4, (path, is) -> is.isDirectory() && path.endsWith("src/main/java"))) {
            modules = folders.map(
                            path -> path.resolve("../../../target/classes").normalize())
                    .filter(Files::isDirectory)
                    .toList();
        }
        assertThat(modules).hasSizeGreaterThan(8); // fewer where a part of the project is built alone

        JavaClasses all = new ClassFileImporter().importPaths(modules);
        assertThat(all.stream().map(type -> type.getPackageName()).distinct())
                .contains("io.gshare", "io.gshare.key", "io.gshare.servlet", "io.gshare.packaging");
        slices().matching("(**)").should().beFreeOfCycles().check(all);
    }
}
