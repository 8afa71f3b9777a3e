package io.gshare;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.gshare.html.Element;
import io.gshare.html.HtmlEscape;
import io.gshare.key.Credential;
import io.gshare.key.ShareKey;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The trusted base, kept small: who may touch keys, who may write markup. */
@AnalyzeClasses(packages = "io.gshare", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The packages and classes that SECURITY trusts with keys. */
    private static final Set<String> TRUSTED = Pattern.compile("^\\| touches key material \\|(.*)$", Pattern.MULTILINE)
            .matcher(Documents.read("SECURITY.md"))
            .results()
            .flatMap(row -> Pattern.compile("`(io\\.gshare[\\w.]+)`")
                    .matcher(row.group(1))
                    .results())
            .map(name -> name.group(1))
            .collect(Collectors.toUnmodifiableSet());

    private static final DescribedPredicate<JavaClass> KEEPER = DescribedPredicate.describe(
            "keepers of keys",
            type -> TRUSTED.contains(type.getPackageName())
                    || TRUSTED.contains(type.getName().split("\\$", 2)[0]));

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_WEB_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta..", "javax.servlet..", "javax.el..", "org.thymeleaf..", "org.springframework..");

    @ArchTest
    static final ArchRule CORE_DEPENDS_ON_A_JSON_PARSER_AND_NOTHING_ELSE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..", "javax.crypto..", "io.gshare..", "com.fasterxml.jackson.core..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_HTML_PACKAGE_ALONE_WRITES_MARKUP = noClasses()
            .that()
            .resideOutsideOfPackage("io.gshare.html..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "HtmlEscape or Element",
                    type -> type.isEquivalentTo(HtmlEscape.class) || type.isEquivalentTo(Element.class)));

    @ArchTest
    static final ArchRule NOTHING_IN_CORE_DEPENDS_ON_THE_HTML_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("io.gshare.html..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.gshare.html.."));

    @ArchTest
    static final ArchRule ONLY_KEEPERS_REVEAL_A_TOKEN = noClasses()
            .that(DescribedPredicate.not(KEEPER))
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "it reveals a token",
                    call -> call.getName().equals("reveal")
                            && call.getTargetOwner().isAssignableTo(Credential.class)));

    @ArchTest
    static final ArchRule ONLY_KEEPERS_SIGN = noClasses()
            .that(DescribedPredicate.not(KEEPER))
            .should()
            .callMethod(ShareKey.class, "signature", String.class)
            .orShould()
            .callMethod(ShareKey.class, "sameSecret", ShareKey.class);

    @ArchTest
    static final ArchRule ONLY_KEEPERS_USE_CRYPTOGRAPHY = noClasses()
            .that(DescribedPredicate.not(KEEPER))
            .should()
            .dependOnClassesThat(resideInAPackage("javax.crypto..").or(resideInAPackage("java.security..")));

    /** Each room knows those before it alone. */
    @ArchTest
    static final ArchRule ROOMS_KNOW_EACH_OTHER_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("text")
            .definedBy("io.gshare.text")
            .layer("key")
            .definedBy("io.gshare.key")
            .layer("token")
            .definedBy("io.gshare.token")
            .layer("link")
            .definedBy("io.gshare.link")
            .layer("ticket")
            .definedBy("io.gshare.ticket")
            .layer("settings")
            .definedBy("io.gshare.settings")
            .layer("gshare")
            .definedBy("io.gshare")
            .layer("html")
            .definedBy("io.gshare.html")
            .whereLayer("text")
            .mayNotAccessAnyLayer()
            .whereLayer("key")
            .mayOnlyAccessLayers("text")
            .whereLayer("token")
            .mayOnlyAccessLayers("text", "key")
            .whereLayer("link")
            .mayOnlyAccessLayers("text", "key", "token")
            .whereLayer("ticket")
            .mayOnlyAccessLayers("text", "key", "link")
            .whereLayer("settings")
            .mayOnlyAccessLayers("text", "key", "token", "link", "ticket")
            .whereLayer("gshare")
            .mayOnlyAccessLayers("text", "key", "token", "link", "ticket", "settings");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule NO_URL_LIBRARY_DECIDES_ANYTHING =
            noClasses().should().dependOnClassesThat(nameMatching("java\\.net\\.(URL|URI|IDN|InetAddress)"));

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
}
