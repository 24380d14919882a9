package dev.comanda.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.filter.CorsFilter;
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
    SecurityFilterChain api(HttpSecurity http, BearerTokens tokens, RateLimits limits,
            CrossOrigin crossOrigin) {
        http.csrf(AbstractHttpConfigurer::disable);
        http.logout(AbstractHttpConfigurer::disable);
        http.requestCache(AbstractHttpConfigurer::disable);
        http.anonymous(AbstractHttpConfigurer::disable);
        http.servletApi(AbstractHttpConfigurer::disable);
        http.sessionManagement(AbstractHttpConfigurer::disable);
        http.headers(SecurityHeaders::write);
        CorsFilter cors = new CorsFilter(crossOrigin);
        cors.setCorsProcessor(new CrossOrigin.Processor());
        http.addFilter(cors);
        Refusals refusals = new Refusals(limits);
        http.oauth2ResourceServer(server -> server
                .bearerTokenResolver(HttpSecurityConfiguration::bearerToken)
                .authenticationManagerResolver(request -> tokens)
                .authenticationEntryPoint(refusals));
        http.addFilterAfter(new RateLimitFilter(limits), BearerTokenAuthenticationFilter.class);
        http.exceptionHandling(handling -> handling.authenticationEntryPoint(refusals)
                .accessDeniedHandler(refusals));
        http.authorizeHttpRequests(requests -> requests.anyRequest()
                .access(HttpSecurityConfiguration::authorize));
        return http.build();
    }

    /** A timer around each filter of each request would cost more than the filters. */
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Tomcat refuses control characters in headers already; Spring's patterns are a copy. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument());
    }

    /** The header and nothing else: no token in a form or a query. */
    private static @Nullable String bearerToken(HttpServletRequest request) {
        return BearerTokens.inHeader(request.getHeader(HttpHeaders.AUTHORIZATION)).orElse(null);
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
}
