package io.gshare.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A module of the build, with its POM as it is written.
 *
 * @param folder where it is
 * @param pom its POM's root
 * @param isPublished whether it is deployed, by its own word or else that of the module above it
 */
record BuildModule(Path folder, Element pom, boolean isPublished) {

    /** Every module, the root included. */
    static List<BuildModule> all() {
        return at(Path.of(".."), true).toList();
    }

    /** The modules whose jars are published. */
    static List<BuildModule> publishedJars() {
        return all().stream()
                .filter(BuildModule::isPublished)
                .filter(module -> module.text("packaging").matches("|jar"))
                .toList();
    }

    private static Stream<BuildModule> at(Path folder, boolean isPublishedAbove) {
        Element pom = parse(folder.resolve("pom.xml"));
        String skip = child(pom, "properties")
                .flatMap(properties -> child(properties, "maven.deploy.skip"))
                .map(Node::getTextContent)
                .findAny()
                .orElse(String.valueOf(!isPublishedAbove));
        BuildModule module = new BuildModule(folder, pom, skip.equals("false"));
        return Stream.concat(
                Stream.of(module),
                child(pom, "modules")
                        .flatMap(modules -> child(modules, "module"))
                        .flatMap(each -> at(folder.resolve(each.getTextContent()), module.isPublished)));
    }

    String artifactId() {
        return text("artifactId");
    }

    /** Its own version, or its parent's. */
    String version() {
        return Stream.concat(child(pom, "version"), child(pom, "parent").flatMap(parent -> child(parent, "version")))
                .map(Node::getTextContent)
                .findFirst()
                .orElseThrow();
    }

    /** The text of a child of the POM; empty where there is none. */
    String text(String name) {
        return child(pom, name).map(Node::getTextContent).findFirst().orElse("");
    }

    /** What the build makes, by its classifier and extension, such as {@code -sources.jar}. */
    Path built(String suffix) {
        return folder.resolve("target").resolve(artifactId() + "-" + version() + suffix);
    }

    static Stream<Element> child(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(element -> element.getTagName().equals(name));
    }

    private static Element parse(Path file) {
        try {
            return Objects.requireNonNull(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    @Override
    public String toString() {
        return artifactId();
    }
}
