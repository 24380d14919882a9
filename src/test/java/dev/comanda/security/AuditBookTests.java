package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

class AuditBookTests extends GuardedShop {

    @Autowired
    private Audit audit;
    @Autowired
    private TransactionTemplate transactions;

    @Test
    void the_server_cannot_change_or_delete_what_is_written() {
        hire(unique("ana"), "cashier", "pin", pin());

        for (String attempt : List.of("UPDATE audit_entries SET staff_name = 'nobody'",
                "DELETE FROM audit_entries", "TRUNCATE audit_entries")) {
            assertThatThrownBy(() -> jdbc.sql(attempt).update()).as(attempt)
                    .hasStackTraceContaining("permission denied");
        }
        assertThat(jdbc.sql("SELECT current_user").query(String.class).single())
                .isEqualTo("comanda_app");
    }

    @Test
    void an_entry_is_written_with_its_change_or_not_at_all() {
        Caller caller = new Caller(1, "main", UUID.randomUUID(), "Ana", Role.ADMIN,
                UUID.randomUUID());
        Audit.Entry entry = Audit.Entry.of("test", "staff", UUID.randomUUID());

        assertThatThrownBy(() -> audit.add(caller, entry))
                .isInstanceOf(IllegalStateException.class);
        transactions.executeWithoutResult(status -> {
            audit.add(caller, entry);
            status.setRollbackOnly();
        });

        assertThat(jdbc.sql("SELECT count(*) FROM audit_entries WHERE action = 'test'")
                .query(Integer.class).single()).isZero();
    }
}
