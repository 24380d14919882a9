package dev.comanda.loadtest;

import dev.comanda.loadtest.Cart.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The limit: create_order called over JDBC as {@code Orders.PLACE} calls it, prepared, autocommit,
 * by so many sessions of their own, and nothing else around it.
 */
final class Direct implements Tills, AutoCloseable {

    private static final String PLACE = """
        SELECT outcome, answer FROM create_order(?, ?, ?, ?, ?::jsonb, ?)
        """;

    private final Shop shop;
    private final UUID staff;
    private final List<Connection> sessions = new ArrayList<>();

    Direct(Shop shop) throws SQLException {
        this.shop = shop;
        try (Connection db = shop.session();
                Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id FROM staff WHERE location_id = 1 ORDER BY created_at LIMIT 1")) {
            if (!row.next()) {
                throw new IllegalStateException("no staff: start the server once before");
            }
            staff = row.getObject(1, UUID.class);
        }
    }

    @Override
    public Measure sell(Run run, int tills, int seconds, long replayed) throws Exception {
        while (sessions.size() < tills) {
            sessions.add(shop.tillSession());
        }
        return Loop.run(run, tills, seconds, replayed, till -> {
            PreparedStatement place = sessions.get(till).prepareStatement(PLACE);
            return new Loop.Till() {
                @Override
                public boolean sell(Cart cart) throws SQLException {
                    return place(place, cart);
                }

                @Override
                public void close() throws SQLException {
                    place.close();
                }
            };
        });
    }

    @Override
    public String name() {
        return "direct";
    }

    private boolean place(PreparedStatement place, Cart cart) throws SQLException {
        place.setInt(1, 1);
        place.setString(2, cart.key());
        place.setBytes(3, cart.sha256());
        place.setObject(4, staff);
        place.setString(5, cart.json());
        place.setString(6, cart.key());
        try (ResultSet row = place.executeQuery()) {
            row.next();
            String outcome = row.getString("outcome");
            return row.getString("answer") != null
                    && (outcome.equals("done") || outcome.equals("replayed"));
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection session : sessions) {
            session.close();
        }
    }
}
