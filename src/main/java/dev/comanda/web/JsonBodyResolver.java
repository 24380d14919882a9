package dev.comanda.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/** Reads, checks and binds {@link JsonBody} parameters. */
final class JsonBodyResolver implements HandlerMethodArgumentResolver {

    static final int MAX_BYTES = 64 * 1024;

    private final Contract contract;
    private final Map<MethodParameter, Target> targets = new ConcurrentHashMap<>();

    JsonBodyResolver(Contract contract) {
        this.contract = contract;
    }

    record Target(String schema, JavaType type) {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(JsonBody.class);
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer view,
            NativeWebRequest web, @Nullable WebDataBinderFactory binders) throws IOException {
        HttpServletRequest request = (HttpServletRequest) web.getNativeRequest();
        Target target = prepare(parameter);
        requireJson(request);
        JsonNode body = StrictJson.read(bytes(request));
        Contract.check(contract.schema(target.schema()), body);
        return bind(body, target.type());
    }

    /** @throws IllegalStateException if the contract has no schema for the parameter */
    Target prepare(MethodParameter parameter) {
        return targets.computeIfAbsent(parameter, asked -> {
            JsonBody annotation = asked.getParameterAnnotation(JsonBody.class);
            String named = annotation == null ? "" : annotation.schema();
            return new Target(
                    contract.named(named.isEmpty()
                            ? asked.getParameterType().getSimpleName()
                            : named),
                    StrictJson.MAPPER.constructType(asked.getGenericParameterType()));
        });
    }

    private static Object bind(JsonNode body, JavaType type) {
        if (type.isTypeOrSubTypeOf(JsonNode.class)) {
            return body;
        }
        try {
            return StrictJson.MAPPER.treeToValue(body, type);
        } catch (JacksonException narrower) {
            // The record is narrower than the schema. Still the body's fault to the caller.
            throw ProblemException.field(pointer(narrower), "other");
        }
    }

    /** To what could not be bound; a record's members have names without ~ and /. */
    private static String pointer(JacksonException narrower) {
        return narrower.getPath().stream().map(step -> "/"
                + (step.getIndex() < 0 ? step.getPropertyName() : "" + step.getIndex()))
                .collect(Collectors.joining());
    }

    private static void requireJson(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (!isJson(request.getContentType())
                || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            String charset = type.getParameter("charset");
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (charset == null || charset.replace("\"", "").equalsIgnoreCase("utf-8"));
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }

    private static byte[] bytes(HttpServletRequest request) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > MAX_BYTES) {
            throw tooLarge();
        }
        // Up to what was announced: readNBytes takes 16 KiB at a time for any more.
        int most = announced < 0 ? MAX_BYTES + 1 : (int) announced;
        byte[] body = request.getInputStream().readNBytes(most);
        if (body.length > MAX_BYTES) {
            throw tooLarge();
        }
        return body;
    }

    private static ProblemException tooLarge() {
        return new ProblemException(ProblemType.PAYLOAD_TOO_LARGE, Map.of("maxBytes", MAX_BYTES));
    }
}
