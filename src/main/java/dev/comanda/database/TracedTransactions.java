package dev.comanda.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Transactions whose database session says which request it works for, until they end. A deed that
 * is one statement says so in the statement instead ({@code trace} in V081): no round trip more.
 */
final class TracedTransactions extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(TracedTransactions.class);
    /** Where {@code web} keeps the request's correlation id. */
    private static final String REQUEST = "correlationId";
    private static final String TRACE = "SELECT trace(0, ?)";

    TracedTransactions(DataSource pool) {
        super(pool);
    }

    @Override
    protected void prepareTransactionalConnection(Connection connection,
            TransactionDefinition definition) throws SQLException {
        super.prepareTransactionalConnection(connection, definition);
        String id = MDC.get(REQUEST);
        if (id != null) {
            try (PreparedStatement trace = connection.prepareStatement(TRACE)) {
                trace.setString(1, id);
                trace.execute();
            }
        }
    }

    /**
     * A connection that broke cannot be told to roll back, and need not be. What broke it is what
     * the caller must hear, not that.
     */
    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        try {
            super.doRollback(status);
        } catch (DataAccessException | TransactionSystemException e) {
            log.debug("rolled back by the end of its connection", e);
        }
    }
}
