package sparksoftmax.ui;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** Sends {@link FitFiles}. Spark 3.5 has servlets of the package {@code javax}, Spark 4 those of {@code jakarta}. */
final class UiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient FitFiles files;

    UiServlet(FitFiles files) {
        this.files = files;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        FitFiles.Content content =
                files.get(String.valueOf(request.getPathInfo()), request.getParameter(FitFiles.FIT_PARAMETER));
        if (content == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType(content.type() + ";charset=utf-8");
        try (InputStream bytes = content.bytes()) {
            bytes.transferTo(response.getOutputStream());
        }
    }
}
