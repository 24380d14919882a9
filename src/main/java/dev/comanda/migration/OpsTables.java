package dev.comanda.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables of the operations themselves: what was done to the schema, the pin, deploys and
 * incidents. They stand beside Flyway's history and outside of the migrations, because a rollback
 * of every one of those must not take them along; made by the first operation that needs them.
 */
public final class OpsTables {

    private static final long LOCK = 4_210_340;
    private static final String CREATE = """
        CREATE TABLE IF NOT EXISTS ops_audit (
            id                 bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
            at                 timestamptz NOT NULL DEFAULT clock_timestamp(),
            command            text        NOT NULL,
            operator           text        NOT NULL,
            reason             text,
            incident           text,
            schema_before      text,
            schema_after       text,
            fingerprint_before text,
            fingerprint_after  text,
            detail             text,
            CONSTRAINT ops_audit_pkey PRIMARY KEY (id)
        );
        CREATE TABLE IF NOT EXISTS ops_pin (
            one      boolean     NOT NULL DEFAULT true,
            version  text        NOT NULL,
            since    timestamptz NOT NULL DEFAULT now(),
            reason   text        NOT NULL,
            operator text        NOT NULL,
            CONSTRAINT ops_pin_pkey PRIMARY KEY (one),
            CONSTRAINT ops_pin_one_row CHECK (one)
        );
        CREATE TABLE IF NOT EXISTS ops_deploys (
            id            bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
            started_at    timestamptz NOT NULL DEFAULT now(),
            version       text        NOT NULL,
            commit        text,
            schema_before text,
            schema_after  text        NOT NULL,
            deployed_by   text        NOT NULL,
            closed_at     timestamptz,
            closed_by     text,
            result        text,
            notes         text,
            CONSTRAINT ops_deploys_pkey PRIMARY KEY (id),
            CONSTRAINT ops_deploys_result_known
                CHECK (result IN ('success', 'partial', 'rolled-back'))
        );
        CREATE TABLE IF NOT EXISTS ops_incidents (
            id        text        NOT NULL,
            opened_at timestamptz NOT NULL DEFAULT now(),
            opened_by text        NOT NULL,
            report    text        NOT NULL,
            CONSTRAINT ops_incidents_pkey PRIMARY KEY (id)
        );
        DO $$
        BEGIN   -- the server's own role may read them; only the owner writes
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'comanda_app') THEN
                REVOKE INSERT, UPDATE, DELETE, TRUNCATE
                    ON ops_audit, ops_pin, ops_deploys, ops_incidents FROM comanda_app;
            END IF;
        END
        $$;
        """;

    private OpsTables() {}

    /** Makes those that are not there, in the transaction that is open. */
    public static void ensure(Connection transaction) throws SQLException {
        if (!exist(transaction)) {
            try (Statement sql = transaction.createStatement()) {
                sql.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
                sql.execute(CREATE);
            }
        }
    }

    static boolean exist(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("""
                    SELECT count(*) = 4
                      FROM pg_class
                     WHERE relnamespace = current_schema()::regnamespace AND relname IN
                           ('ops_audit', 'ops_pin', 'ops_deploys', 'ops_incidents')
                    """)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
