package dev.comanda.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The pages. All are one shell, whose script looks at the path. A file of ours is asked for again
 * each time and answered with 304 by the hash of its bytes: the time stamps in a reproducible jar
 * are those of no release. A library stands under its version and is kept for a year.
 */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration implements WebMvcConfigurer {

    private static final List<String> PAGES = List.of("/", "/coworking", "/wall", "/manager",
            "/status");

    /** Of the jar's files, which do not change while the server runs. */
    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    private final String[] locations;

    PagesConfiguration(WebProperties properties) {
        this.locations = properties.getResources().getStaticLocations();
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        PAGES.forEach(page -> registry.addViewController(page).setViewName("forward:/index.html"));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/webjars/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/")
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic()
                        .immutable());
        registry.addResourceHandler("/sw.js").addResourceLocations(locations)
                .setCacheControl(CacheControl.noCache()).setUseLastModified(false)
                .setEtagGenerator(this::tag)
                .resourceChain(false).addTransformer(new Shell(List.of(locations), PAGES));
        registry.addResourceHandler("/**").addResourceLocations(locations)
                .setCacheControl(CacheControl.noCache()).setUseLastModified(false)
                .setEtagGenerator(this::tag);
    }

    private String tag(Resource file) {
        return file instanceof ClassPathResource inJar
                ? hashes.computeIfAbsent(inJar.getPath(), _ -> hash(file))
                : hash(file);
    }

    private static String hash(Resource file) {
        try {
            return '"' + DigestUtils.md5DigestAsHex(file.getContentAsByteArray()) + '"';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
