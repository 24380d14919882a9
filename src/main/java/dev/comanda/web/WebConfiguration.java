package dev.comanda.web;

import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import java.util.List;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Registers what every request passes. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    @Bean
    Contract contract() {
        return new Contract();
    }

    @Bean
    JsonBodyResolver jsonBodyResolver(Contract contract) {
        return new JsonBodyResolver(contract);
    }

    @Bean
    WebMvcConfigurer whatHandlersReceive(JsonBodyResolver resolver) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(resolver);
            }

            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(new NulRefusal());
            }
        };
    }

    /** A body without a schema stops the start, not the first sale. */
    @Bean
    SmartInitializingSingleton everyJsonBodyHasItsSchema(JsonBodyResolver resolver,
            ObjectProvider<RequestMappingHandlerMapping> mappings) {
        return () -> mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
                .flatMap(handler -> Arrays.stream(handler.getMethodParameters()))
                .filter(resolver::supportsParameter).forEach(resolver::prepare);
    }

    @Bean
    FilterRegistrationBean<CorrelationIdFilter> correlationIdFilter() {
        FilterRegistrationBean<CorrelationIdFilter> filter = new FilterRegistrationBean<>(
                new CorrelationIdFilter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC,
                DispatcherType.ERROR);
        return filter;
    }

    /** After the guards: whoever may not write is told that first. */
    @Bean
    FilterRegistrationBean<MaintenanceFilter> maintenanceFilter(Environment environment) {
        FilterRegistrationBean<MaintenanceFilter> filter = new FilterRegistrationBean<>(
                new MaintenanceFilter());
        filter.setOrder(Ordered.LOWEST_PRECEDENCE);
        filter.setEnabled(environment.getProperty("MAINTENANCE", "").matches("1|true"));
        return filter;
    }

    /** Nothing that Tomcat refuses by itself is HTML, and no body is invited unseen. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
        return factory -> {
            factory.addContextCustomizers(
                    context -> context.getParent().getPipeline().addValve(new ProblemValve()));
            factory.addConnectorCustomizers(connector -> {
                connector.setProperty("socket.bufferPool", "0"); // decision 0010: no stranger's
                if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                    http.setContinueResponseTiming("onRead");
                }
            });
        };
    }

    /**
     * The threads of a rush end soon after it: each holds memory, and while there is work they take
     * turns, so that after a minute, Tomcat's own patience, all would still be there.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> threadsOfTomcat() {
        return factory -> factory.addConnectorCustomizers(
                connector -> connector.setProperty("threadsMaxIdleTime", "2000"));
    }
}
