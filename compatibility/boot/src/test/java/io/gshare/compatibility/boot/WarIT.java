package io.gshare.compatibility.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The WAR, as it is deployed. */
class WarIT {

    @Test
    void theContainerIsNotInIt() throws Exception {
        try (JarFile war = new JarFile(Line.built("war").toFile())) {
            assertThat(war.stream().map(JarEntry::getName))
                    .contains("WEB-INF/classes/application.yml")
                    .noneMatch(entry -> entry.matches("WEB-INF/lib/.*(tomcat-embed|jetty-ee|servlet-api|jsp-api).*"));
        }
    }
}
