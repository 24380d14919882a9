package dev.comanda.security;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Answers an operator whose browser says "CORS error" (R 1.12). */
@RestController
class CorsDebugApi {
    private final CrossOrigin crossOrigin;

    /** The configured origins themselves are for those who are signed in. */
    record Finding(@Nullable String origin, boolean allowed, String reason, int configured,
            @Nullable List<String> origins) {}

    CorsDebugApi(CrossOrigin crossOrigin) {
        this.crossOrigin = crossOrigin;
    }

    @GetMapping("/api/cors-debug")
    ResponseEntity<Finding> debug(
            @RequestHeader(name = HttpHeaders.ORIGIN, required = false) @Nullable String origin,
            Optional<Caller> caller) {
        List<String> origins = crossOrigin.origins();
        boolean allowed = origin != null && origins.contains(origin);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(new Finding(origin, allowed, reason(origin, allowed, origins),
                        origins.size(), caller.isPresent() ? origins : null));
    }

    private static String reason(@Nullable String origin, boolean allowed, List<String> origins) {
        if (origin == null) {
            return "the request carries no Origin header";
        }
        if (allowed) {
            return "the origin is configured";
        }
        return origins.isEmpty()
                ? "no origin is configured: set CORS_ORIGINS; pages of this server need none"
                : "the origin is not one of those configured, character by character";
    }
}
