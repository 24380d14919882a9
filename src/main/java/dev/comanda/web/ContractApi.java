package dev.comanda.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The contract and the pages of its problems, as they stand in {@code docs/}. */
@RestController
final class ContractApi {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, UTF_8);

    private final byte[] contract;
    private final Map<String, byte[]> pages;

    ContractApi(Contract contract) {
        this.contract = contract.text();
        this.pages = ProblemPages.render(new String(Contract.read("docs/errors.md"), UTF_8));
    }

    @GetMapping("/openapi.json")
    ResponseEntity<byte[]> contract() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noCache()).body(contract);
    }

    /** For people: {@code type} of a problem opens in a browser. */
    @GetMapping("/problems/{slug}")
    ResponseEntity<byte[]> problem(@PathVariable String slug) {
        byte[] page = pages.get(slug);
        if (page == null) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
        return ResponseEntity.ok().contentType(HTML).cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", ProblemPages.CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff").body(page);
    }
}
