package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The database's process that serves a checkout ends before or after any of its writes, before its
 * commit or after it: the session is open or paid, never between, and a second try pays it once.
 */
@Timeout(120)
class DyingWhilePayingTests extends InARoom {

    /** Where checkout_session writes. */
    private static final List<String> WRITTEN = List.of("pass_uses", "passes", "stock_movements",
            "time_charges", "coworking_sessions", "registers", "orders", "order_lines",
            "order_tenders", "idempotency_keys", "outbox");
    /** {@code Database} asks so often. */
    private static final int ATTEMPTS = 3;

    private String pass = "";

    /** Counts the writes of each checkout; ends its process at one of them, so many times. */
    @BeforeEach
    void setTheTrap() {
        sql("""
            CREATE TABLE trap (deadly integer NOT NULL, deaths integer NOT NULL,
                               reached integer NOT NULL);
            INSERT INTO trap VALUES (0, 0, 0);
            CREATE SEQUENCE trap_deaths;   -- what is counted here no rollback takes back
            CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            DECLARE
                v_stage integer := nullif(current_setting('trap.stage', true), '')::integer;
            BEGIN
                IF v_stage IS NULL AND current_query() NOT LIKE '%checkout_session(%' THEN
                    RETURN NULL;
                END IF;
                v_stage := coalesce(v_stage, 0) + 1;
                PERFORM set_config('trap.stage', v_stage::text, true);
                UPDATE trap SET reached = v_stage;
                IF v_stage = (SELECT deadly FROM trap) THEN
                    IF nextval('trap_deaths') <= (SELECT deaths FROM trap) THEN
                        PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(10);
                    END IF;
                END IF;
                RETURN NULL;
            END
            $$;
            CREATE CONSTRAINT TRIGGER trap_commit AFTER INSERT ON orders
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trap();
            """);
        for (String table : WRITTEN) {
            sql("CREATE TRIGGER trap_before BEFORE INSERT OR UPDATE ON " + table
                    + " FOR EACH STATEMENT EXECUTE FUNCTION trap();"
                    + "CREATE TRIGGER trap_after AFTER INSERT OR UPDATE ON " + table
                    + " FOR EACH STATEMENT EXECUTE FUNCTION trap()");
        }
        pass = bought();
    }

    @AfterEach
    void takeTheTrapAway() {
        sql("DROP FUNCTION trap() CASCADE; DROP TABLE trap; DROP SEQUENCE trap_deaths");
    }

    private void sql(String statements) {
        shop.jdbc().sql(statements).update();
    }

    /** From now on a checkout's process ends at this write of it, counted from 1. */
    private void arm(int stage, int deaths) {
        sql("ALTER SEQUENCE trap_deaths RESTART; UPDATE trap SET deadly = " + stage
                + ", deaths = " + deaths + ", reached = 0");
    }

    private int reached() {
        return shop.jdbc().sql("SELECT reached FROM trap").query(Integer.class).single();
    }

    /** Whether it was met: the sequence has been asked. */
    private boolean wasMet() {
        return shop.jdbc().sql("SELECT is_called FROM trap_deaths").query(Boolean.class).single();
    }

    /** Minutes enough for all sessions of a test. */
    private String bought() {
        String sku = "P-" + UUID.randomUUID();
        shop.sells(sku, 40_000, 1600, null);
        assertThat(till.post("/api/coworking/pass-terms", """
            {"sku":"%s","unit":"minutes","amount":100000,"validDays":30,"counted":"from-purchase"}
            """.formatted(sku)).status()).isEqualTo(200);
        return till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"%s","quantity":1}],
             "tenders":[{"method":"card"}]}""".formatted(sku)).json().path("id").asString()
                + ".1.1";
    }

    /** With something of everything that a checkout may have to write. */
    private String aSession() {
        String session = opened("M4");
        earlier(session, 90);
        addLatte(session);
        return session;
    }

    private Answer pay(String session, String key) {
        return act(till, key, session, "checkout", "{\"register\":\"R1\",\"passes\":[\"" + pass
                + "\"],\"tenders\":[{\"method\":\"card\"}]}");
    }

    private void assertPaidOnce(String session, String key, Answer paid) {
        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
        assertThat(pay(session, key).text()).isEqualTo(paid.text());
        assertThat(find(session).json().path("status").asString()).isEqualTo("closed");
        assertThat(find(session).json().path("orderId")).isEqualTo(paid.json().path("id"));
        assertThat(shop.jdbc().sql("SELECT count(*) FROM orders WHERE session_id = ?::uuid")
                .param(session).query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void a_process_that_dies_at_any_write_is_asked_again_and_pays_once() {
        int stage = 0;
        boolean met = true;
        while (met) {
            String session = aSession();
            String key = Till.newKey();
            arm(++stage, 1);

            Answer paid = pay(session, key);

            met = wasMet();
            assertPaidOnce(session, key, paid);
        }
        assertThat(stage - 1).as("writes and the commit").isGreaterThan(20).isEqualTo(reached());
    }

    @Test
    void while_each_try_dies_the_session_is_open_with_nothing_changed_and_can_be_paid_later() {
        arm(0, 0);
        String whole = aSession();
        assertThat(pay(whole, Till.newKey()).status()).isEqualTo(201);
        int last = reached();
        for (int stage : List.of(1, last / 2, last)) {
            String session = aSession();
            String key = Till.newKey();
            Map<String, String> before = shop.everything();
            arm(stage, ATTEMPTS);

            assertThat(pay(session, key).status()).as("stage %d", stage).isEqualTo(503);

            assertThat(shop.everything()).as("stage %d", stage).isEqualTo(before);
            assertThat(find(session).json().path("status").asString()).isEqualTo("active");
            assertPaidOnce(session, key, pay(session, key));
        }
    }

    /** A commit that waits for a standby that is not there is done, and not answered yet. */
    @Test
    void one_that_dies_between_its_commit_and_the_answer_has_paid() {
        boolean met = false;
        while (!met) {
            String session = aSession();
            String key = Till.newKey();
            CompletableFuture<Answer> paying;
            waitForAStandby("'nobody'");
            try {
                paying = CompletableFuture.supplyAsync(() -> pay(session, key));
                met = killedAfterItsCommit(paying);
            } finally {
                waitForAStandby("DEFAULT");
            }
            Answer paid = paying.join();
            assertPaidOnce(session, key, paid);
            assertThat(paid.header("Idempotency-Replayed").isEmpty()).isNotEqualTo(met);
        }
    }

    private void waitForAStandby(String name) {
        sql("ALTER SYSTEM SET synchronous_standby_names = " + name);
        assertThat(shop.jdbc().sql("SELECT pg_reload_conf()").query(Boolean.class).single())
                .isTrue();
    }

    /** False where it was answered before the server had read its settings. */
    private boolean killedAfterItsCommit(CompletableFuture<Answer> paying) {
        int killed = 0;
        while (killed == 0 && !paying.isDone()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            killed = shop.jdbc().sql("""
                SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))
                  FROM pg_stat_activity
                 WHERE wait_event = 'SyncRep' AND query LIKE '%checkout_session(%'
                """).query(Integer.class).single();
        }
        return killed > 0;
    }
}
