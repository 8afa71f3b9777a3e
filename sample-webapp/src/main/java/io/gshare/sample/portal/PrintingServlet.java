package io.gshare.sample.portal;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;

/** A servlet of the kind that prints its page as strings, and knows nothing of gshare. */
@WebServlet("/printed")
@SuppressWarnings("serial") // the servlet API inherits it; no container serializes a servlet
public final class PrintingServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        String grafana = request.getAttribute("grafana") + "/d-solo/"
                + getServletContext().getAttribute("dashboard");
        PrintWriter out = response.getWriter();
        out.println("<!DOCTYPE html>");
        out.println("<html lang='en'><head><meta charset='utf-8'><title>Printed by a servlet</title>");
        out.println(
                "<meta name='viewport' content='width=device-width, initial-scale=1'><link rel='icon' href='data:,'>");
        out.println("<link rel='stylesheet' href='portal.css'></head><body><main>");
        out.println("<h1>Printed by a servlet</h1>");
        out.println("<p class='lead'>This page is made of strings. <a href='./'>Back to the portal</a></p>");
        for (int panel = 1; panel <= 2; panel++) {
            out.print("<div class='result'><iframe src='" + grafana + "?panelId=" + panel);
            out.print("&from=now-5m&to=now&refresh=5s'");
            out.println(" title='Panel " + panel + "' height='300'></iframe></div>");
        }
        out.println("</main></body></html>");
    }
}
