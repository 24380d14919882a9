package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Screen;
import dev.comanda.testing.Till;
import dev.comanda.web.CorrelationId;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * One id leads from a till's answer to everything that its request has left behind. That the
 * database session had it meanwhile is seen in {@link TracingEveryWriteTests}.
 */
class FollowingARequestTests extends InAShop {

    private static final String ID = "till-3.mistake.20261124";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> reader = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            lines.add(line.getFormattedMessage() + " "
                    + line.getMDCPropertyMap().get(CorrelationId.MDC_KEY));
        }
    };

    @BeforeEach
    void read() {
        reader.start();
        root().addAppender(reader);
    }

    @AfterEach
    void readNoMore() {
        root().detachAppender(reader);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void answer_log_audit_book_event_and_frame_of_one_deed_name_one_request() {
        shop.sells("LATTE", 5500, 1600, 10L);
        String order = till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],
             "tenders":[{"method":"card"}]}""").json().path("id").asString();
        try (Screen screen = Screen.connect(till.port(), till.token())) {
            screen.follow("0", shop.code() + ".orders");

            Answer voided = till.post("/api/orders/" + order + "/void", "{\"reason\":\"error\"}",
                    "Idempotency-Key", Till.newKey(), CorrelationId.HEADER, ID);

            assertThat(voided.status()).as(voided.text()).isEqualTo(200);
            assertThat(voided.header(CorrelationId.HEADER)).isEqualTo(ID);
            assertThat(lines).contains("Order void answered " + ID);
            assertThat(idIn("audit_entries", "action = 'void'")).isEqualTo(ID);
            assertThat(idIn("all_events", "type = 'order.voided'")).isEqualTo(ID);
            Screen.Frame frame = screen.next();
            while (!frame.json().path("type").asString().equals("order.voided")) {
                frame = screen.next(); // the sale may have been numbered only now
            }
            assertThat(frame.header(CorrelationId.HEADER)).isEqualTo(ID);
        }
    }

    private String idIn(String table, String which) {
        return shop.jdbc().sql("SELECT correlation_id FROM " + table + " WHERE location_id = ? AND "
                + which).params(shop.id()).query(String.class).single();
    }
}
