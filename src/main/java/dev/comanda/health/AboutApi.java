package dev.comanda.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What the server is, and its counters. */
@RestController
class AboutApi {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0;"
            + " charset=utf-8";

    private final About about;
    private final PrometheusMeterRegistry meters;

    AboutApi(About about, PrometheusMeterRegistry meters) {
        this.about = about;
        this.meters = meters;
    }

    @GetMapping("/version")
    ResponseEntity<About.Version> version() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(about.version());
    }

    @GetMapping("/config")
    ResponseEntity<About.Settings> config() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(about.settings());
    }

    /** For Prometheus and whatever reads its format; not for strangers (R 3.15). */
    @GetMapping("/metrics")
    ResponseEntity<byte[]> metrics(
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept) {
        String format = accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType(format))
                .body(meters.scrape(format).getBytes(UTF_8));
    }
}
