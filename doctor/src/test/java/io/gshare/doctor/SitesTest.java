package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts are one site, with Guava and, as in an application, without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SitesTest {

    @SuppressWarnings("NullAway.Init") // before all tests
    private URLClassLoader withoutGuava;

    @BeforeAll
    void load() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("guava")) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        withoutGuava = new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    @AfterAll
    void close() throws Exception {
        withoutGuava.close();
    }

    private Method method(Class<?> of, String name, Class<?>... parameters) throws Exception {
        Method method = withoutGuava.loadClass(of.getName()).getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    @ParameterizedTest
    @CsvSource({
        "grafana.example.com,   grafana.example.com,   true,  true",
        "example.com,           grafana.example.com,   true,  true",
        "b.example.com,         a.b.example.com,       true,  true",
        "portal.example.com,    grafana.example.com,   true,  ",
        "portal.example.co.uk,  grafana.example.co.uk, true,  ",
        "portal.co.uk,          grafana.co.uk,         false, ",
        "one.github.io,         two.github.io,         false, ",
        "portal.intra.corp,     grafana.intra.corp,    true,  ",
        "example.com,           example.org,           false, false",
        "portal.example.com,    grafana.example.org,   false, false",
        "portal.com,            grafana.com,           false, false",
        "intra.corp,            other.corp,            false, false",
        "localhost,             localhost,             true,  true",
        "localhost,             127.0.0.1,             false, false",
        "localhost,             a.localhost,           false, false",
        "intranet,              grafana,               false, false",
        "10.0.0.1,              10.0.0.1,              true,  true",
        "10.0.0.1,              10.0.0.2,              false, false",
        "[::1],                 [::1],                 true,  true",
        "[::1],                 [::2],                 false, false",
    })
    void withoutTheListIsSaidWhatIsSureAndNothingElse(
            String host, String other, boolean listed, @Nullable Boolean unlisted) throws Exception {
        Method areOne = method(Sites.class, "areOne", String.class, String.class);
        assertThat(Sites.areOne(host, other)).isEqualTo(listed);
        assertThat(Sites.areOne(other, host)).isEqualTo(listed);
        assertThat(areOne.invoke(null, host, other)).isEqualTo(unlisted);
        assertThat(areOne.invoke(null, other, host)).isEqualTo(unlisted);
    }

    @Test
    void whatCannotBeToldIsAFindingThatNamesWhatIsMissing() throws Exception {
        Method origin = method(Origin.class, "of", String.class, String.class);
        Method cookie = method(SessionCookie.class, "of", String.class, Instant.class);
        Constructor<?> framing = withoutGuava
                .loadClass(Framing.class.getName())
                .getDeclaredConstructor(origin.getReturnType(), origin.getReturnType());
        framing.setAccessible(true);
        Object judge = framing.newInstance(
                origin.invoke(null, "link", "https://grafana.example.com"),
                origin.invoke(null, "page", "https://portal.example.com"));
        assertThat(method(Framing.class, "cookie", cookie.getReturnType())
                        .invoke(judge, cookie.invoke(null, "grafana_session=1; SameSite=Lax", Instant.EPOCH)))
                .hasToString(
                        "Finding[check=COOKIE, verdict=UNKNOWN, evidence=grafana_session: SameSite=lax; which browsers"
                                + " keep it in a frame depends on the site of page and workspace, which cannot be told without the"
                                + " public suffix list, remedy=run gshare doctor, which has the list, or add com.google.guava:guava]");
    }
}
