package dev.comanda.web;

import static java.util.stream.Collectors.toSet;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/openapi.json}: the text that is served, and the schemas that bodies hold to. */
final class Contract {

    private static final int MAX_ERRORS = 50;
    private static final int MAX_POINTER = 200;
    private static final String LOCATION = "urn:comanda:openapi";

    private final byte[] text;
    private final JsonNode document;
    /** Of which the others are parts: asked for by their own locations, each would hold it all. */
    private final Schema root;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    Contract() {
        text = read("docs/openapi.json");
        document = JsonMapper.shared().readTree(text);
        root = SchemaRegistry
                .withDialect(Dialect.builder(Dialects.getDraft202012())
                        .keyword(new NonValidationKeyword("components")).build())
                .getSchema(SchemaLocation.of(LOCATION), JsonMapper.shared().createObjectNode()
                        .set("components", document.path("components")));
    }

    /** The file as it stands in {@code docs/}, UTF-8. */
    byte[] text() {
        return text.clone();
    }

    JsonNode document() {
        return document;
    }

    /**
     * The name of a schema that is there.
     *
     * @throws IllegalStateException if the file has none of that name
     */
    String named(String name) {
        if (document.at("/components/schemas/" + name).isMissingNode()) {
            throw new IllegalStateException("docs/openapi.json has no schema " + name);
        }
        return name;
    }

    /** Compiled with the first body: all of them at once would be a tenth of the start. */
    Schema schema(String name) {
        return schemas.computeIfAbsent(name, this::compile);
    }

    private Schema compile(String name) {
        Schema schema = root.getSubSchema(
                SchemaLocation.of("#/components/schemas/" + named(name)).getFragment());
        schema.initializeValidators();
        return schema;
    }

    /** @throws ProblemException validation, with every field that breaks the schema */
    static void check(Schema schema, JsonNode body) {
        List<Error> errors = schema.validate(body);
        if (errors.isEmpty()) {
            return;
        }
        Set<String> otherType = errors.stream().filter(Contract::isType)
                .map(error -> error.getInstanceLocation().toString()).collect(toSet());
        List<FieldError> fields = errors.stream()
                .filter(error -> says(error) && (isType(error)
                        || !otherType.contains(error.getInstanceLocation().toString())))
                .map(Contract::field).distinct().toList();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("errors", fields.subList(0, Math.min(MAX_ERRORS, fields.size())));
        if (fields.size() > MAX_ERRORS) {
            members.put("errorsOmitted", fields.size() - MAX_ERRORS);
        }
        throw new ProblemException(ProblemType.VALIDATION, members);
    }

    /** A value of another type has no range or length to talk about. */
    private static boolean isType(Error error) {
        return "type".equals(error.getKeyword());
    }

    /** Why each branch of a choice failed confuses; that none or several fit is the message. */
    private static boolean says(Error error) {
        return "oneOf".equals(error.getKeyword()) || !error.getEvaluationPath().contains("oneOf");
    }

    private static FieldError field(Error error) {
        String rule = error.getKeyword();
        String pointer = pointer(error.getInstanceLocation().toString(), error.getProperty());
        return FieldError.of(pointer, rule, argument(rule, error.getSchemaNode()));
    }

    /** What the rule asks for, in words where the schema has only a code for it. */
    private static String argument(String rule, JsonNode asked) {
        return switch (rule) {
            case "type" -> Messages.text("type." + (asked.isArray()
                    ? asked.get(0).asString()
                    : asked.asString()));
            case "enum" -> String.join(", ", StreamSupport.stream(asked.spliterator(), false)
                    .map(JsonNode::asString).toList());
            default -> asked.isValueNode() ? asked.asString() : "";
        };
    }

    /** Shortened, and free of what a response cannot carry (lone surrogates). */
    private static String pointer(String parent, @Nullable String member) {
        String whole = member == null
                ? parent
                : parent + '/' + member.replace("~", "~0").replace("/", "~1");
        String cut = whole.length() > MAX_POINTER ? whole.substring(0, MAX_POINTER) : whole;
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    static byte[] read(String resource) {
        try (InputStream file = Contract.class.getClassLoader().getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
