package dev.comanda.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/**
 * Who will read a problem after the request is over, as on a socket that it opened.
 *
 * @param language      of those that messages exist in
 * @param path          the problem's {@code instance}
 * @param correlationId of the request
 */
public record Addressee(Locale language, String path, String correlationId) {

    public static Addressee of(HttpServletRequest request) {
        return new Addressee(Messages.languageOf(request), request.getRequestURI(),
                CorrelationId.of(request));
    }
}
