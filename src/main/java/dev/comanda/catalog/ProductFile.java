package dev.comanda.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A products file as a spreadsheet writes it: comma, semicolon or tab between the cells, with or
 * without a byte order mark, any line end. Every wrong row is told, not only the first.
 */
final class ProductFile {

    /** What is wrong: its line, counted from 1 as an editor does, and its column's header. */
    record Mistake(long line, @Nullable String column, String message) {}

    /** One product; a cell that the file has no column for is absent, an empty one is null. */
    record Row(long line, Map<Column, @Nullable Object> cells) {

        String sku() {
            return String.valueOf(cells.get(Column.SKU));
        }
    }

    private final Currency currency;
    private final List<Row> rows = new ArrayList<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<String, Long> lineOfSku = new HashMap<>();
    private final Map<String, Long> lineOfBarcode = new HashMap<>();

    private ProductFile(Currency currency) {
        this.currency = currency;
    }

    static ProductFile read(byte[] content, Charset charset, Currency currency) {
        ProductFile file = new ProductFile(currency);
        String text = file.decode(content, charset);
        if (text != null) {
            file.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        }
        return file;
    }

    /** The rows without mistakes. */
    List<Row> rows() {
        return rows;
    }

    List<Mistake> mistakes() {
        return mistakes;
    }

    private @Nullable String decode(byte[] content, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer text = CharBuffer
                .allocate((int) Math.ceil(content.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(bytes, text, true);
        text.flip();
        if (result.isError()) {
            long line = 1 + text.chars().filter(character -> character == '\n').count();
            mistakes.add(new Mistake(line, null,
                    "is not " + charset + "; if the accents are of an older spreadsheet, try "
                            + "--charset ISO-8859-1"));
            return null;
        }
        return text.toString();
    }

    private void parse(String text) {
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter(text))
                .setIgnoreSurroundingSpaces(true).get();
        long line = 1;
        try (CSVParser parser = CSVParser.parse(text, format)) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!records.hasNext()) {
                mistakes.add(new Mistake(1, null, "the file is empty"));
                return;
            }
            CSVRecord header = records.next();
            List<Column> columns = columns(header);
            int position = 0;
            while (records.hasNext()) {
                CSVRecord record = records.next();
                int start = skipBlank(text, (int) record.getCharacterPosition());
                line += text.substring(position, start).chars().filter(c -> c == '\n').count();
                position = start;
                if (!columns.isEmpty()) {
                    row(line, columns, record);
                }
            }
        } catch (IOException | UncheckedIOException malformed) {
            mistakes.add(new Mistake(line, null,
                    "cannot be read from after this line on: " + malformed.getMessage()));
        }
    }

    /** The mark that the first line has most of. */
    private static char delimiter(String text) {
        String header = text.lines().findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[]{';', '\t'}) {
            if (count(header, candidate) > count(header, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(character -> character == wanted).count();
    }

    private static int skipBlank(String text, int from) {
        int start = from;
        while (start < text.length()
                && (text.charAt(start) == '\n' || text.charAt(start) == '\r')) {
            start++;
        }
        return start;
    }

    /** An unknown header is a mistake: a misspelt one would silently change nothing. */
    private List<Column> columns(CSVRecord header) {
        List<Column> columns = new ArrayList<>();
        for (String name : header) {
            Column column = Column.ofHeader(name).orElse(null);
            if (column == null || columns.contains(column)) {
                mistakes.add(new Mistake(1, name,
                        column == null
                                ? "is no column; known are sku, nombre, categoria, precio, iva, "
                                        + "existencias, sobreventa, activo and codigo_barras"
                                : "appears twice"));
            } else {
                columns.add(column);
            }
        }
        if (!columns.contains(Column.SKU)) {
            mistakes.add(new Mistake(1, Column.SKU.header(), "is missing"));
        }
        return mistakes.isEmpty() ? columns : List.of();
    }

    private void row(long line, List<Column> columns, CSVRecord record) {
        if (record.stream().allMatch(String::isBlank)) {
            return; // what a spreadsheet leaves behind below the last row
        }
        int before = mistakes.size();
        if (record.size() != columns.size()) {
            mistakes.add(new Mistake(line, null, "has " + record.size() + " cells, the header has "
                    + columns.size() + "; a decimal comma needs quotes or ; between the cells"));
            return;
        }
        Map<Column, @Nullable Object> cells = new EnumMap<>(Column.class);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            try {
                cells.put(column, column.parse(record.get(i), currency));
            } catch (IllegalArgumentException wrong) {
                mistakes.add(new Mistake(line, column.header(),
                        "\"" + record.get(i) + "\" " + wrong.getMessage()));
            }
        }
        unique(line, Column.SKU, cells.get(Column.SKU), lineOfSku);
        unique(line, Column.BARCODE, cells.get(Column.BARCODE), lineOfBarcode);
        if (mistakes.size() == before) {
            rows.add(new Row(line, cells));
        }
    }

    private void unique(long line, Column column, @Nullable Object value,
            Map<String, Long> lines) {
        Long earlier = value == null ? null : lines.putIfAbsent(value.toString(), line);
        if (earlier != null) {
            mistakes.add(new Mistake(line, column.header(),
                    "\"" + value + "\" is in line " + earlier + " already"));
        }
    }
}
