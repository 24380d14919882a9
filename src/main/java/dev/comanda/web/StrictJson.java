package dev.comanda.web;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ValueNode;

/** JSON as RFC 8259 has it and no more: UTF-8, one value, no member twice, bounded depth. */
final class StrictJson {

    private static final int MAX_DEPTH = 32;

    static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build())
            .nodeFactory(new BoundedNumbers())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // The schema says what must be there; an optional number or flag may be absent.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private StrictJson() {}

    /** The tree, or a validation problem that names line and column but repeats nothing. */
    static JsonNode read(byte[] body) {
        if (body.length == 0) {
            throw ProblemException.field("", "empty");
        }
        try {
            return MAPPER.readTree(StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException invalid) {
            throw ProblemException.field("", "utf8");
        } catch (NumberFormatException beyondAnyRange) {
            // An exponent that BigDecimal cannot hold; Jackson does not say where it stands.
            throw ProblemException.field("", "number");
        } catch (JacksonException malformed) {
            TokenStreamLocation where = malformed.getLocation();
            boolean twice = malformed.getOriginalMessage().startsWith("Duplicate");
            throw ProblemException.field("", twice ? "duplicate" : "json",
                    where == null ? 1 : where.getLineNr(),
                    where == null ? 1 : where.getColumnNr());
        }
    }

    /**
     * Integral numbers become {@code long}; what no {@code long} holds is cut to a value that is
     * out of every range, so that nobody expands {@code 1e999999999} to its digits.
     */
    private static final class BoundedNumbers extends JsonNodeFactory {

        private static final long serialVersionUID = 1L;
        private static final int LONG_DIGITS = 18;
        private static final BigInteger TOO_LARGE = BigInteger.TEN.pow(30);

        @Override
        public ValueNode numberNode(BigDecimal value) {
            long digits = (long) value.precision() - value.scale();
            if (value.signum() == 0) {
                return numberNode(0L);
            }
            if (digits > LONG_DIGITS) {
                return tooLarge(value.signum());
            }
            if (digits <= 0 || value.stripTrailingZeros().scale() > 0) {
                return fraction();
            }
            return numberNode(value.longValueExact());
        }

        @Override
        public ValueNode numberNode(BigInteger value) {
            return value.bitLength() < Long.SIZE
                    ? numberNode(value.longValueExact())
                    : tooLarge(value.signum());
        }

        private ValueNode tooLarge(int sign) {
            return super.numberNode(sign < 0 ? TOO_LARGE.negate() : TOO_LARGE);
        }

        private NumericNode fraction() {
            return numberNode(0.5d);
        }
    }
}
