package dev.comanda.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * What each answer tells the browser not to do. Spring's defaults (nosniff, no framing, no cache,
 * HSTS over TLS) and, for the own pages: everything from here, nothing inline but the import map.
 * An answer that sets a stricter policy of its own keeps it.
 */
final class SecurityHeaders {
    static final String PAGE_POLICY = "default-src 'self'; script-src 'self' "
            + ImportMap.source() + "; object-src 'none'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void write(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(PAGE_POLICY));
        headers.referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER));
        headers.permissionsPolicyHeader(policy -> policy.policy(
                "camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
        headers.xssProtection(HeadersConfigurer.XXssConfig::disable);
    }
}
