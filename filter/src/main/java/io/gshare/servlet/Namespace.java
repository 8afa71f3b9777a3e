package io.gshare.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** Of which servlet API this filter is: there is another jar with the same classes for the other one. */
final class Namespace {

    private static final String FILTER = "io/gshare/servlet/GShareFilter.class";

    private Namespace() {}

    /**
     * Refuses an application that has both jars, in which class loaders pick from either.
     *
     * @throws ServletException if a filter for another servlet API is on the class path, with its place
     */
    static void requireOne(ClassLoader loader) throws ServletException {
        // Asked of the class, for a jar that is transformed to the other API has the other name here.
        String own = Filter.class.getName();
        try {
            for (URL found : Collections.list(loader.getResources(FILTER))) {
                if (!text(found).contains(own.replace('.', '/'))) {
                    throw new ServletException(
                            "this gshare-filter is for " + Filter.class.getPackageName() + ", but " + found
                                    + " is for another servlet API; remove that jar: gshare-filter and gshare-taglib are for Tomcat 10 and later,"
                                    + " gshare-filter-javax and gshare-taglib-javax for Tomcat 9");
                }
            }
        } catch (IOException e) {
            throw new ServletException("cannot read " + FILTER + " from the class path", e);
        }
    }

    private static String text(URL classFile) throws IOException {
        try (InputStream in = classFile.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
