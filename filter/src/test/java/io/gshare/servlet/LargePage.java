package io.gshare.servlet;

import io.gshare.Surfaces;
import io.gshare.settings.Rewriting;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;

/**
 * Serves a page of 200 MB to a client that reads slowly, in a Java of its own with little memory, and prints how much of the page came and
 * how many of its links were signed.
 */
public final class LargePage {

    static final String FRAME = "<p><iframe src=\"https://grafana.example.com/d/TZWea?orgId=1\"></iframe>";
    static final int FRAMES = 200_000_000 / (FRAME.length() * 100);

    private LargePage() {}

    private static final class Frames extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/html;charset=UTF-8");
            String frames = FRAME.repeat(100);
            PrintWriter out = response.getWriter();
            for (int i = 0; i < FRAMES; i++) {
                out.print(frames);
            }
        }
    }

    /** Takes the name of the class of a {@link Container}. */
    public static void main(String[] args) throws Exception {
        var constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        Container container = (Container) constructor.newInstance();
        ServletContainerInitializer application = (classes, context) -> {
            context.setAttribute(
                    GShareFilter.ATTRIBUTE,
                    Surfaces.builder().rewriting(Rewriting.EVERYWHERE).build());
            context.addFilter("gshare", new GShareFilter()).addMappingForUrlPatterns(null, false, "/*");
            context.addServlet("frames", new Frames()).addMapping("/frames");
        };
        int port = container.start(Files.createTempDirectory("gshare"), Map.of("/with", application));
        System.out.println(read(port));
        container.stop();
    }

    private static String read(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("localhost", port));
            socket.getOutputStream().write("GET /with/frames HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] piece = new byte[4096];
            long frames = 0;
            long signatures = 0;
            byte last = 0;
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                for (int i = 0; i < n; i++) {
                    // Each frame has one <p, and each signature one name; neither is cut where one byte is looked back.
                    frames += last == '<' && piece[i] == 'p' ? 1 : 0;
                    signatures += last == 'g' && piece[i] == 'n' ? 1 : 0;
                    last = piece[i];
                }
            }
            return frames + " frames, " + signatures + " signatures";
        }
    }
}
