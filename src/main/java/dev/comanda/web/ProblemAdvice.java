package dev.comanda.web;

import dev.comanda.database.DatabaseUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns whatever ends a request into a problem; the one place that logs the unexpected. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final long DATABASE_RETRY_SECONDS = 2;

    @ExceptionHandler
    ResponseEntity<Object> refused(ProblemException refusal) {
        Problem problem = Problem.of(refusal.type()).with(refusal.members());
        Long seconds = refusal.retryAfterSeconds();
        return seconds == null ? problem.reply() : problem.retryAfter(seconds).reply();
    }

    /** Deadlocks, timeouts, no connection: the sale did not happen and may be sent again. */
    @ExceptionHandler({DataAccessResourceFailureException.class, TransientDataAccessException.class,
            CannotCreateTransactionException.class, TransactionSystemException.class})
    ResponseEntity<Object> databaseAway(Exception failure) {
        log.warn("database unavailable: {}", failure.toString());
        return ProblemType.DATABASE_UNAVAILABLE.reply(Map.of(), DATABASE_RETRY_SECONDS);
    }

    @ExceptionHandler(DatabaseUnavailableException.class)
    ResponseEntity<Object> databaseAway(DatabaseUnavailableException failure) {
        log.warn("database unavailable: {}", String.valueOf(failure.getCause()));
        return ProblemType.DATABASE_UNAVAILABLE.reply(Map.of(), failure.retryAfterSeconds());
    }

    /** Who may do what is answered by the security filters, in one place. */
    @SuppressWarnings("DoNotCallSuggester") // Spring calls it
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void leaveToSecurity(RuntimeException refusal) {
        throw refusal;
    }

    /** The body broke off or was framed wrongly; mostly nobody is there to read the answer. */
    @ExceptionHandler
    ResponseEntity<Object> unreadable(IOException broken) {
        log.debug("request broke off: {}", broken.toString());
        return ProblemType.VALIDATION.reply(Map.of("errors", List.of(FieldError.of("", "empty"))));
    }

    /** A query whose escapes are no UTF-8, or that has too many parameters. */
    @ExceptionHandler
    ResponseEntity<Object> unreadable(InvalidParameterException malformed) {
        return refused(ProblemException.parameter("query", "utf8"));
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception bug) {
        log.error("unexpected failure", bug);
        return ProblemType.INTERNAL_ERROR.reply();
    }

    @Override
    protected ResponseEntity<Object> handleTypeMismatch(TypeMismatchException mismatch,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = mismatch instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(mismatch.getPropertyName());
        return refused(ProblemException.parameter(name, "format"));
    }

    @Override
    protected ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException missing, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        return refused(ProblemException.parameter(missing.getParameterName(), "required"));
    }

    @Override
    protected ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException unbound,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return unbound instanceof MissingRequestHeaderException header
                ? missingHeader(header.getHeaderName())
                : ProblemType.VALIDATION.reply();
    }

    private ResponseEntity<Object> missingHeader(String name) {
        if (name.equalsIgnoreCase(HttpHeaders.IF_MATCH)) {
            return ProblemType.PRECONDITION_REQUIRED.reply();
        }
        return name.equalsIgnoreCase("Idempotency-Key")
                ? ProblemType.IDEMPOTENCY_KEY_MISSING.reply()
                : refused(ProblemException.parameter(name, "required"));
    }

    @Override
    protected ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException invalid, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        List<Map<String, String>> errors = invalid.getParameterValidationResults().stream()
                .map(result -> Map.of("parameter",
                        String.valueOf(result.getMethodParameter().getParameterName()), "rule",
                        "format", "detail", Messages.text("rule.format")))
                .toList();
        return ProblemType.VALIDATION.reply(Map.of("errors", errors));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        return ProblemType.VALIDATION.reply();
    }

    /** All else that Spring answers by itself arrives here with its status. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception failure,
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.is5xxServerError()) {
            log.error("unexpected failure", failure);
        }
        return Problem.forStatus(status, Problem.currentRequest()).headers(headers).reply();
    }
}
