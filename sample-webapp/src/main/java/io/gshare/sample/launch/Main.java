package io.gshare.sample.launch;

import io.gshare.key.ApiKey;
import io.gshare.sample.workspace.JvmDashboard;
import io.gshare.test.JwtSettings;
import io.gshare.test.StandInWorkspace;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/**
 * Starts the portal on port 8080 and the stand-in workspace on port 3000, from a checkout.
 *
 * <p>{@code PORTAL_PORT} and {@code WORKSPACE_PORT} in the environment choose other ports, {@code PORTAL_HOST} another
 * address than the loopback's. {@code GSHARE_URL} and the other settings there put a real workspace in the place of the stand-in. {@code
 * GSHARE_LINK_VERSION=jwt} makes the stand-in a Grafana of one's own, with a key that is made now, or that {@code GSHARE_KEY_FILE} names.
 */
public final class Main {

    /** The application's own settings. */
    private static final String SETTINGS = "/gshare.properties";

    private static final List<String> KEYS =
            List.of("GSHARE_TOKEN", "GSHARE_TOKEN_FILE", "GSHARE_DERIVED_KEY", "GSHARE_KEY_FILE");

    /** Public, and an admin's of the stand-in alone: for {@code gshare keys}. */
    private static final String ADMIN_TOKEN = "glsa_adminAdminAdminAdminAdmin_ed9e0056";

    private Main() {}

    /**
     * Starts both and runs until it is stopped.
     *
     * @param args none
     * @throws InterruptedException if it is interrupted while it runs
     * @throws IOException if the application's settings cannot be read
     */
    public static void main(String[] args) throws InterruptedException, IOException {
        LogManager.getLogManager().readConfiguration(Main.class.getResourceAsStream("logging.properties"));
        Map<String, String> environment = System.getenv();
        String real = environment.get("GSHARE_URL");
        if (real != null && KEYS.stream().noneMatch(environment::containsKey)) {
            fail("GSHARE_URL is set, but no key for it; set GSHARE_TOKEN and GSHARE_KEY_NAME as well, or"
                    + " GSHARE_KEY_FILE where GSHARE_LINK_VERSION is jwt");
        }
        String host = environment.getOrDefault("PORTAL_HOST", "127.0.0.1");
        boolean tokens = "jwt".equals(environment.get("GSHARE_LINK_VERSION"));
        try (JvmDashboard jvm = new JvmDashboard();
                StandInWorkspace workspace = builder(jvm, tokens, environment.get("GSHARE_KEY_FILE"))
                        .port(port("WORKSPACE_PORT", 3000))
                        .start();
                Portal portal = new Portal(host, port("PORTAL_PORT", 8080), webapp(), workspace.url())) {
            (tokens ? portal.withTokensFor(workspace) : portal.withWorkspace(workspace.url())).start();
            System.out.println();
            System.out.println("The portal is at    " + portal.url());
            System.out.println("The workspace is at "
                    + (real == null
                            ? workspace.url() + ", a stand-in; "
                                    + (tokens ? "it takes JSON Web Tokens" : keys(environment))
                            : real));
            if (real == null && !tokens) {
                System.out.println("Its admin's token is " + ADMIN_TOKEN + ", for gshare keys");
            }
            System.out.println("Ctrl+C stops it.");
            portal.join();
        } catch (IllegalStateException | UncheckedIOException e) {
            fail(e.getMessage() + "\nPORTAL_PORT and WORKSPACE_PORT in the environment choose other ports.");
        }
    }

    private static StandInWorkspace.Builder builder(JvmDashboard jvm, boolean tokens, @Nullable String keyFile)
            throws IOException {
        StandInWorkspace.Builder builder = jvm.addTo(StandInWorkspace.builder());
        if (!tokens) {
            return builder.key(demoKey().shareKey()).admin(ADMIN_TOKEN);
        }
        jvm.addUsersTo(builder).jwt(JwtSettings.defaults());
        try {
            return keyFile == null ? builder : builder.tokenKey(Files.readString(Path.of(keyFile)));
        } catch (IOException e) {
            throw new IllegalArgumentException("GSHARE_KEY_FILE was '" + keyFile + "' but cannot be read", e);
        }
    }

    /** Whose key the stand-in takes, and where the portal has its own from. */
    static String keys(Map<String, String> environment) {
        String known = "it takes the key in " + SETTINGS;
        return KEYS.stream()
                .filter(environment::containsKey)
                .findFirst()
                .map(given -> known + ", and the portal signs with that of " + given)
                .orElse(known);
    }

    private static void fail(String message) {
        System.err.println("\n" + message);
        System.exit(1);
    }

    /** The web application's folder, whether Maven was started in the root or in the module. */
    private static Path webapp() {
        Path here = Path.of("src/main/webapp");
        return Files.isDirectory(here) ? here : Path.of("sample-webapp").resolve(here);
    }

    /** The key in the application's own settings, which the stand-in workspace knows as well. */
    private static ApiKey demoKey() throws IOException {
        Properties settings = new Properties();
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(Main.class.getResourceAsStream(SETTINGS)), StandardCharsets.UTF_8)) {
            settings.load(in);
        }
        return ApiKey.parse(settings.getProperty("gshare.token"));
    }

    private static int port(String variable, int otherwise) {
        String given = System.getenv(variable);
        try {
            return given == null ? otherwise : Integer.parseInt(given);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(variable + " was '" + given + "' but must be a port", e);
        }
    }
}
