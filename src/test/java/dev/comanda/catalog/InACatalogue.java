package dev.comanda.catalog;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A shop whose manager changes what is sold, and whose cashier looks. */
abstract class InACatalogue extends InAShop {

    Till manager;
    Till cashier;

    @BeforeEach
    void signIn() {
        manager = shop.till("manager");
        cashier = shop.till("cashier");
    }

    Answer get(String path) {
        return cashier.get(path);
    }

    Answer create(String json) {
        return manager.post("/api/products", json);
    }

    Answer patch(String id, String version, String json) {
        return patch(manager, id, version, json);
    }

    static Answer patch(Till till, String id, String version, String json) {
        return till.send("PATCH", "/api/products/" + id, BodyPublishers.ofString(json),
                "Content-Type", "application/json", "If-Match", version);
    }

    Answer adjust(String id, String json) {
        return adjust(manager, id, json);
    }

    static Answer adjust(Till till, String id, String json) {
        return till.post("/api/products/" + id + "/stock", json);
    }

    /** A product that is only counted, by what it is counted with. */
    String created(String sku, String stock) {
        Answer answer = create("""
            {"sku":"%s","name":"%s","category":"Café","price":5500,"taxRateBp":1600,%s}
            """.formatted(sku, sku, stock));
        if (answer.status() != 201) {
            throw new AssertionError(answer);
        }
        return answer.json().path("id").asString();
    }

    long movements(String id) {
        return shop.jdbc().sql("""
            SELECT coalesce(sum(quantity), 0)
              FROM stock_movements
             WHERE location_id = :location AND product_id = :id::uuid
            """).param("location", shop.id()).param("id", id).query(Long.class).single();
    }

    /** The events of a product in the order of their commit, each {@code type data}. */
    List<@Nullable String> events(String id) {
        return shop.jdbc().sql("""
            SELECT type || ' ' || data
              FROM all_events
             WHERE location_id = :location AND topic = 'catalog' AND entity_id = :id::uuid
             ORDER BY at
            """).param("location", shop.id()).param("id", id).query(String.class).list();
    }
}
