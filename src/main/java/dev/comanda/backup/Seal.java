package dev.comanda.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.comanda.console.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The last 64 characters of a backup: SHA-256 of everything before them, inside the comment with
 * which a ZIP file ends. A file that was cut, or in which any byte changed, does not match.
 */
final class Seal {

    static final String PLACE = "sha256:" + "0".repeat(64);
    private static final int LENGTH = 64;

    private Seal() {}

    static void set(Path file) throws IOException {
        try (RandomAccessFile archive = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] seal = of(file).getBytes(US_ASCII);
            archive.seek(archive.length() - LENGTH);
            archive.write(seal);
            archive.getFD().sync();
        }
    }

    /** @throws Refusal for a file that is not what was written */
    static void check(Path file) throws IOException {
        if (Files.size(file) <= LENGTH || !of(file).equals(last(file))) {
            throw new Refusal(file + " is no whole backup: it was cut or changed.",
                    "Take another copy of it; nothing was written.");
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        long left = Files.size(file) - LENGTH;
        byte[] part = new byte[1 << 16];
        try (InputStream bytes = Files.newInputStream(file)) {
            while (left > 0) {
                int read = bytes.read(part, 0, (int) Math.min(part.length, left));
                if (read < 0) {
                    break;
                }
                digest.update(part, 0, read);
                left -= read;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String last(Path file) throws IOException {
        byte[] seal = new byte[LENGTH];
        try (RandomAccessFile archive = new RandomAccessFile(file.toFile(), "r")) {
            archive.seek(archive.length() - LENGTH);
            archive.readFully(seal);
        }
        return new String(seal, US_ASCII);
    }
}
