package dev.comanda.security;

import dev.comanda.web.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The one filter chain: a bearer token or nothing. No cookie, so no forgery to guard against; no
 * session of the servlet kind; filters that only serve browsers' forms are off.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class HttpSecurityConfiguration implements WebMvcConfigurer {

    @Bean
    SecurityFilterChain api(HttpSecurity http, Sessions sessions) {
        http.csrf(AbstractHttpConfigurer::disable);
        http.logout(AbstractHttpConfigurer::disable);
        http.requestCache(AbstractHttpConfigurer::disable);
        http.anonymous(AbstractHttpConfigurer::disable);
        http.servletApi(AbstractHttpConfigurer::disable);
        http.sessionManagement(AbstractHttpConfigurer::disable);
        http.securityContext(context -> context.requireExplicitSave(true));
        AuthenticationManager byToken = authentication -> authenticate(authentication, sessions);
        http.oauth2ResourceServer(server -> server
                .authenticationManagerResolver(request -> byToken)
                .authenticationEntryPoint((request, response, e) -> refuse(request, response)));
        http.exceptionHandling(refusals -> refusals
                .authenticationEntryPoint((request, response, e) -> refuse(request, response))
                .accessDeniedHandler((request, response, e) -> deny(request, response)));
        http.authorizeHttpRequests(requests -> requests.anyRequest()
                .access(HttpSecurityConfiguration::authorize));
        return http.build();
    }

    /** A timer around each filter of each request would cost more than the filters. */
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument());
    }

    private static Authentication authenticate(Authentication asked, Sessions sessions) {
        String token = ((BearerTokenAuthenticationToken) asked).getToken();
        return sessions.caller(token).map(CallerAuthentication::new)
                .orElseThrow(() -> new InvalidBearerTokenException("not a live session's token"));
    }

    private static AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> authentication,
            RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            return new AuthorizationDecision(true); // decided when the request came in
        }
        Optional<Permissions.Rule> rule = Permissions.of(request.getMethod(),
                request.getRequestURI());
        return new AuthorizationDecision(
                rule.isPresent() && grants(rule.get(), authentication));
    }

    private static boolean grants(Permissions.Rule rule,
            Supplier<? extends @Nullable Authentication> authentication) {
        if (rule.open()) {
            return true;
        }
        return authentication.get() instanceof CallerAuthentication proven
                && rule.roles().contains(proven.getPrincipal().role());
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        ProblemType.UNAUTHENTICATED.send(request, response, Map.of());
    }

    /** Nothing without a rule is there; what is there asks first who it is. */
    private static void deny(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (Permissions.of(request.getMethod(), request.getRequestURI()).isEmpty()) {
            ProblemType.NOT_FOUND.send(request, response, Map.of());
        } else if (SecurityContextHolder.getContext().getAuthentication() == null) {
            refuse(request, response);
        } else {
            ProblemType.FORBIDDEN.send(request, response, Map.of());
        }
    }
}
