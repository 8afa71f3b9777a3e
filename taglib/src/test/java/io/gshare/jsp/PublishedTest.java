package io.gshare.jsp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** A WAR that lacks the filter's jar says so. */
class PublishedTest {

    @Test
    void withoutTheFiltersJarTheFunctionSaysWhatIsMissing() throws Exception {
        try (URLClassLoader withoutFilter = withoutFilter()) {
            Class<?> functions = withoutFilter.loadClass(Functions.class.getName());
            assertThatThrownBy(() -> functions.getMethod("sign", String.class).invoke(null, "/d/TZWea"))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessage("gshare-filter is missing; put its jar into WEB-INF/lib beside gshare-taglib");
        }
    }

    /** Loads the tag library's classes itself, and none of the filter's. */
    private static URLClassLoader withoutFilter() throws IOException {
        URL taglib = Functions.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[] {taglib}, PublishedTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("io.gshare.servlet.")) {
                    throw new ClassNotFoundException(name);
                }
                if (name.startsWith("io.gshare.jsp.")) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded == null ? findClass(name) : loaded;
                }
                return super.loadClass(name, resolve);
            }
        };
    }
}
