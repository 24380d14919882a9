package dev.comanda.database;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL that takes encrypted connections only, as one on the internet does; its certificate
 * is for 127.0.0.1 and signed by itself. Started by the first test that asks, ended with the JVM.
 */
public final class EncryptedPostgres {

    private static final Path HOME = Path.of("target", "encrypted-postgres").toAbsolutePath();
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger databases = new AtomicInteger();

    private EncryptedPostgres() {}

    /** A new and empty database, as a platform would give it. */
    public static String freshUrl(String parameters) {
        String name = "fresh_" + databases.incrementAndGet();
        try (Connection connection = encrypted(SERVER);
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url("127.0.0.1", name, parameters);
    }

    /** What the certificate does not know: {@code localhost}. */
    static String url(String host, String database, String parameters) {
        return "postgres://" + SERVER.username() + ":" + SERVER.password() + "@" + host + ":"
                + SERVER.port() + "/" + database + "?" + parameters;
    }

    /** The file with the certificate of whoever signed the server's. */
    public static Path authority() {
        return HOME.resolve("server.crt");
    }

    /** That of somebody else. */
    static Path stranger() {
        return HOME.resolve("stranger.crt");
    }

    private static EmbeddedPostgres start() {
        try {
            FileSystemUtils.deleteRecursively(HOME);
            EmbeddedPostgres server = EmbeddedPostgres.start(HOME);
            certify("server");
            certify("stranger");
            encryptOnly(server);
            return server;
        } catch (IOException | SQLException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void encryptOnly(EmbeddedPostgres server) throws IOException, SQLException {
        Path data = HOME.resolve("postgres");
        for (String file : new String[]{"server.crt", "server.key"}) {
            Path own = Files.copy(HOME.resolve(file), data.resolve(file));
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
            Files.setAttribute(own, "unix:uid", Files.getAttribute(data, "unix:uid"));
        }
        Files.writeString(data.resolve("pg_hba.conf"), "hostssl all all all scram-sha-256\n");
        try (Connection plain = DriverManager.getConnection(server.jdbcUrl("postgres"),
                server.username(), server.password());
                Statement sql = plain.createStatement()) {
            sql.execute("ALTER SYSTEM SET ssl = on");
            sql.execute("SELECT pg_reload_conf()");
            while (true) {
                try (Connection first = encrypted(server)) {
                    first.isValid(5);
                    return;
                } catch (SQLException notYet) {
                    sql.execute("SELECT pg_sleep(0.02)"); // the postmaster has yet to read it
                }
            }
        }
    }

    private static Connection encrypted(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres") + "?sslmode=require",
                server.username(), server.password());
    }

    /** A key and a certificate for it, as PostgreSQL and the driver read them. */
    private static void certify(String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = HOME.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname", "secp256r1",
                "-validity", "30", "-dname", "CN=" + name, "-ext", "SAN=ip:127.0.0.1", "-ext",
                "BC=ca:true", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
                name + "-store").inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        char[] word = (name + "-store").toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, word);
        }
        write(name + ".key", "PRIVATE KEY", keys.getKey(name, word).getEncoded());
        write(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    }

    private static void write(String file, String kind, byte[] der) throws IOException {
        Files.writeString(HOME.resolve(file), "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der)
                + "\n-----END " + kind + "-----\n");
    }
}
