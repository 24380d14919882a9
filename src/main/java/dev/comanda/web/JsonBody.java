package dev.comanda.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A request body that holds to its schema in {@code docs/openapi.json}: at most 64 KiB of strict
 * JSON, every wrong field reported at once, then bound to the parameter's type.
 *
 * <p>The schema is {@code #/components/schemas/} and the simple name of the parameter's type. A
 * {@code JsonNode} parameter receives the validated tree itself and names its schema.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface JsonBody {

    /** The schema's name where it is not the simple name of the parameter's type. */
    String schema() default "";
}
