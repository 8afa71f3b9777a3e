package io.gshare.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import io.gshare.token.TokenKeys;
import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The service is found wherever a container puts the libraries. */
class ServiceTest {

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static final URL CORE = home(TokenKeys.class);
    private static final URL[] JWT = {home(NimbusTokenKeys.class), home(JWK.class)};

    /** The name of the service's class, as the core of a class loader finds it on a thread with another. */
    private static String found(ClassLoader core, @Nullable ClassLoader ofThread) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ofThread);
        try {
            Class<?> type = core.loadClass(TokenKeys.class.getName());
            assertThat(type).isNotEqualTo(TokenKeys.class);
            return type.getMethod("find").invoke(null).getClass().getName();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void allInOneWebApplicationWhateverTheThread() throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader war = new URLClassLoader(new URL[] {CORE, JWT[0], JWT[1]}, platform)) {
            assertThat(found(war, war)).isEqualTo(NimbusTokenKeys.class.getName());
            assertThat(found(war, null)).isEqualTo(NimbusTokenKeys.class.getName());
            assertThat(found(war, platform)).isEqualTo(NimbusTokenKeys.class.getName());
        }
    }

    @Test
    void theCoreInTheContainerAndTheServiceInTheWebApplication() throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader container = new URLClassLoader(new URL[] {CORE}, platform);
                URLClassLoader war = new URLClassLoader(JWT, container)) {
            assertThat(found(container, war)).isEqualTo(NimbusTokenKeys.class.getName());
            assertThatThrownBy(() -> found(container, container))
                    .cause()
                    .hasMessage(
                            "link-version was 'jwt' but the library that signs JSON Web Tokens is missing; add the artifact"
                                    + " io.gshare:gshare-jwt to the application");
        }
    }

    @Test
    void aLibraryWithoutWhatItNeedsIsTold() throws Exception {
        try (URLClassLoader war = new URLClassLoader(new URL[] {CORE, JWT[0]}, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> found(war, war))
                    .cause()
                    .hasMessageMatching(
                            "link-version was 'jwt' but the library that signs JSON Web Tokens lacks what it needs"
                                    + " \\(java\\.lang\\.NoClassDefFoundError: com/nimbusds/\\S+\\); add the artifact"
                                    + " com\\.nimbusds:nimbus-jose-jwt, which io\\.gshare:gshare-jwt brings with Maven");
        }
    }

    @Test
    void whereTheThreadHasAGshareOfItsOwnTheLibraryIsMissing() throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader core = new URLClassLoader(new URL[] {CORE}, platform);
                URLClassLoader other = new URLClassLoader(new URL[] {CORE, JWT[0], JWT[1]}, platform)) {
            assertThatThrownBy(() -> found(core, other))
                    .cause()
                    .hasMessageEndingWith("is missing; add the artifact io.gshare:gshare-jwt to the application");
        }
    }

    @Test
    void oneWebApplicationsLibraryIsNoOthers() throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader war = new URLClassLoader(new URL[] {CORE, JWT[0], JWT[1]}, platform);
                URLClassLoader other = new URLClassLoader(new URL[] {CORE, JWT[0], JWT[1]}, platform)) {
            assertThat(found(war, other)).isEqualTo(NimbusTokenKeys.class.getName());
        }
    }
}
