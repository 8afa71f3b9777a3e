package io.gshare.compatibility.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/** Every row of the document's table on every container. */
class ContainersIT {

    private static final Path DOCUMENT = Path.of("../../docs/compatibility.md");
    private static final Path PROPOSED = Path.of("target/compatibility.md");

    private final Table table = new Table();
    private final List<Site> sites = new ArrayList<>();

    @TestFactory
    Stream<DynamicNode> everyContainer() {
        return Stream.concat(
                Line.ALL.stream().map(this::tests), Stream.of(dynamicTest("the document", this::document)));
    }

    private DynamicContainer tests(Line line) {
        if (!line.server().isInstalled()) {
            return dynamicContainer(line.name(), Stream.of(test(line, "is installed", () -> missing(line))));
        }
        Site site = new Site(line);
        sites.add(site);
        Stream<DynamicTest> rows = Row.ALL.stream()
                .filter(line::has)
                .map(row -> test(line, row.name(), () -> {
                    row.check().on(site);
                    table.worked(line, row);
                }));
        return dynamicContainer(
                line.name(),
                Stream.of(
                                Stream.of(test(line, "starts", site::start)),
                                rows,
                                Stream.of(test(line, "stops", site::stops)))
                        .flatMap(tests -> tests));
    }

    /** Debian's, elsewhere: skipped, as browser tests are without a browser, but not in CI. */
    private static void missing(Line line) {
        String message =
                line + " is not installed; Debian's package tomcat10-user has Debian's, and Maven unpacks all others";
        assertThat(System.getenv("CI")).as(message).isNull();
        abort(message);
    }

    /** A test whose failure says where and what, too: the build's log shows no names of dynamic tests. */
    private static DynamicTest test(Line line, String what, Executable check) {
        String name = line + ": " + what;
        return dynamicTest(name, () -> {
            try {
                check.execute();
            } catch (TestAbortedException e) {
                throw e;
            } catch (AssertionError | Exception e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
        });
    }

    /** The document's table, which is its end, is the one that these tests make. */
    private void document() throws IOException {
        assumeTrue(Line.ALL.stream().allMatch(line -> line.server().isInstalled()), "all containers are installed");
        String document = Files.readString(DOCUMENT);
        String proposed = document.substring(0, document.indexOf("\n|  |") + 1) + table.text();
        Files.writeString(PROPOSED, proposed);
        assertThat(document)
                .as("docs/compatibility.md; if it is to say this, copy compatibility/containers/" + PROPOSED
                        + " over it")
                .isEqualTo(proposed);
    }

    @AfterEach
    void close() {
        sites.forEach(Site::close);
    }
}
