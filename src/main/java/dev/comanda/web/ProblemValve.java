package dev.comanda.web;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/** Answers what never reached the application (malformed requests) as a problem, not as HTML. */
final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()
                || !writable(response)) {
            return;
        }
        try {
            response.setHeader(CorrelationId.HEADER, CorrelationId.of(request));
            Problem.forStatus(HttpStatusCode.valueOf(status), request).send(response);
            response.finishResponse();
        } catch (IOException gone) {
            container.getLogger().debug("nobody reads the answer", gone);
        }
    }

    private static boolean writable(Response response) {
        AtomicBoolean allowed = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        return allowed.get();
    }
}
