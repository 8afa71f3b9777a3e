package legacy;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** A controller from before there were frameworks. */
@SuppressWarnings("serial") // HttpServlet's; no container serializes a servlet
public final class OperationsServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.setAttribute("machine", "web-7");
        request.getRequestDispatcher("/WEB-INF/jsp/operations.jsp").forward(request, response);
    }
}
