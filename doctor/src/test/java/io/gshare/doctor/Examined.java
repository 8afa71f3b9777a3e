package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the tests of the doctor have in common: a workspace to examine, and what is found of it. */
abstract class Examined {

    static final String LINK = "/d/TZWea/test";

    FakeWorkspace workspace = new FakeWorkspace(null);

    @AfterEach
    void close() throws Exception {
        workspace.close();
    }

    Doctor.Builder doctor() {
        return Doctor.of(workspace.gshare()).link(LINK).credential(FakeWorkspace.credential());
    }

    /** What a check finds; no finding of any has a secret in it. */
    static @Nullable Finding find(Doctor.Builder doctor, Check check) {
        Report report = doctor.build().examine();
        assertThat(report.toString())
                .doesNotContain(FakeWorkspace.KEY.token())
                .doesNotContain(FakeWorkspace.KEY.token().substring(5, 37))
                .doesNotContain(FakeWorkspace.KEY.derivedKey())
                .doesNotContain("aliyun_api_key_sign")
                .doesNotContain("secretSession");
        return report.findings().stream()
                .filter(finding -> finding.check() == check)
                .findFirst()
                .orElse(null);
    }

    static void assertFound(
            Doctor.Builder doctor, Check check, Verdict verdict, String evidence, @Nullable String remedy) {
        assertThat(find(doctor, check)).isEqualTo(new Finding(check, verdict, evidence, remedy));
    }

    void assertFound(Check check, Verdict verdict, String evidence, @Nullable String remedy) {
        assertFound(doctor(), check, verdict, evidence, remedy);
    }

    /** The first failure is the cause, and nothing else of what follows from it is said. */
    static void assertCause(Doctor.Builder doctor, Check check, String evidence, String remedy) {
        assertFound(doctor, check, Verdict.FAILURE, evidence, remedy);
        assertThat(doctor.build().examine().findings())
                .filteredOn(finding -> finding.verdict() == Verdict.FAILURE)
                .first()
                .isEqualTo(check.failure(evidence, remedy));
    }

    void assertCause(Check check, String evidence, String remedy) {
        assertCause(doctor(), check, evidence, remedy);
    }

    static FakeWorkspace.Quirk only(String path, int status) {
        return (request, response) -> {
            boolean own = request.getHttpURI().getPath().startsWith(path);
            if (own) {
                response.setStatus(status);
            }
            return own;
        };
    }

    static FakeWorkspace.Quirk movedTo(String origin, boolean withoutSignatureAsWell) {
        return (request, response) -> {
            String link = request.getHttpURI().getPathQuery();
            boolean moved =
                    link.contains("aliyun_api_key_sign=") || (withoutSignatureAsWell && !link.startsWith("/api/"));
            if (moved) {
                response.setStatus(301);
                response.getHeaders().put(HttpHeader.LOCATION, origin + link);
            }
            return moved;
        };
    }

    /** A workspace at an address of its own, reached by a proxy. */
    Doctor.Builder at(String url) {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), workspace.port())))
                .build();
        return Doctor.of(workspace.gshare(url, null))
                .link(LINK)
                .credential(FakeWorkspace.credential())
                .client(client);
    }

    /** A server that answers each request with these bytes, and then keeps the connection open without a word. */
    static ServerSocket stalling(String answer) throws IOException {
        return answering(first -> answer);
    }

    /** A server that answers by the first byte that it reads. */
    static ServerSocket answering(IntFunction<String> answers) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            List<Socket> open = new ArrayList<>();
            try {
                while (true) {
                    Socket socket = server.accept();
                    open.add(socket);
                    String answer = answers.apply(socket.getInputStream().read());
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                }
            } catch (IOException closed) {
                open.forEach(Examined::hangUp);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
