package dev.comanda.catalog;

import dev.comanda.database.OwnDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * A café to try things with: the products of {@code demo/productos.csv} for a location that has
 * none. Only into the server's own database, or where {@code COMANDA_DEMO=true} asks for it;
 * {@code COMANDA_DEMO=false} leaves the own one empty too.
 */
@Component
class DemoCafe implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(DemoCafe.class);
    private static final String FILE = "demo/productos.csv";
    private static final String LOCATION = "main";

    private final DataSource dataSource;
    private final boolean wanted;

    @Autowired
    DemoCafe(DataSource dataSource, OwnDatabase database, Environment environment) {
        this(dataSource, database.ours(), environment);
    }

    DemoCafe(DataSource dataSource, boolean own, Environment environment) {
        this.dataSource = dataSource;
        this.wanted = environment.getProperty("COMANDA_DEMO", Boolean.class, own);
    }

    /** Before the port opens: who meets the server finds something to sell. */
    @Override
    public void afterSingletonsInstantiated() {
        try {
            open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void open() throws IOException {
        if (wanted) {
            int products = load(dataSource);
            if (products > 0) {
                log.atInfo().addKeyValue("location", LOCATION).addKeyValue("products", products)
                        .log("demonstration café loaded");
            }
        }
    }

    /**
     * Loads it where the catalogue is empty; of instances that start at once one does, and the
     * others find it done.
     *
     * @return how many products; 0 where there were some already
     */
    static int load(DataSource dataSource) throws IOException {
        ProductImport products = new ProductImport(dataSource);
        ProductImport.Location main = products.location(LOCATION).orElse(null);
        if (main == null) {
            return 0;
        }
        ProductFile file;
        try (InputStream content = new ClassPathResource(FILE).getInputStream()) {
            file = ProductFile.read(content.readAllBytes(), StandardCharsets.UTF_8,
                    main.currency());
        }
        return products.applyToEmpty(main, file, FILE) ? file.rows().size() : 0;
    }
}
