package dev.comanda.console;

import dev.comanda.database.DatabaseFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The frame around the operators' commands: what went wrong is said in words, with what to do about
 * it and an exit code, never as a stack trace. The codes are those of docs/operating/commands.md.
 */
public final class Console {

    public static final int DONE = 0;
    /** Said no, or found something; nothing was changed. */
    public static final int REFUSED = 1;
    /** No such command, option or value. */
    public static final int USAGE = 2;
    /** The database cannot be reached or failed; nothing was changed. */
    public static final int DATABASE = 3;
    /** A defect of Comanda; sysexits.h calls it EX_SOFTWARE. */
    public static final int DEFECT = 70;

    private Console() {}

    /** Loaded only where somebody asks for JSON: it would be a fifth of a command's start. */
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    static String json(Object result) {
        return Json.MAPPER.writeValueAsString(result);
    }

    /** A command line with its failures put into words. */
    public static CommandLine frame(Object command, Object... subcommands) {
        CommandLine line = new CommandLine(command);
        for (Object subcommand : subcommands) {
            line.addSubcommand(subcommand);
        }
        return line.setExecutionExceptionHandler(Console::failed); // for those below it, too
    }

    private record Ending(int exitCode, String problem, @Nullable String detail,
            @Nullable String advice) {

        static Ending of(Exception failure) {
            if (failure instanceof Refusal refusal) {
                return new Ending(REFUSED, refusal.problem(), null, refusal.advice());
            }
            Optional<DatabaseFailure> database = DatabaseFailure.of(failure);
            if (database.isPresent()) {
                DatabaseFailure why = database.get();
                return new Ending(why.otherSchema() ? REFUSED : DATABASE, why.problem(),
                        why.detail(), why.advice());
            }
            if (failure instanceof IOException || failure instanceof UncheckedIOException) {
                return new Ending(REFUSED, "A file could not be read or written.",
                        String.valueOf(failure.getMessage()), null);
            }
            return new Ending(DEFECT, "Comanda failed: " + failure, null,
                    "This is a defect; please report it with the command and this line.");
        }

        Map<String, Object> json() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("exitCode", exitCode);
            members.put("problem", problem);
            if (detail != null) {
                members.put("detail", detail);
            }
            if (advice != null) {
                members.put("advice", advice);
            }
            return members;
        }
    }

    private static int failed(Exception failure, CommandLine command,
            CommandLine.ParseResult parsed) {
        Ending ending = Ending.of(failure);
        if (command.getParseResult().hasMatchedOption("--json")) {
            print(command.getOut(), json(ending.json()));
        } else {
            print(command.getErr(), ending.problem);
            Optional.ofNullable(ending.detail).ifPresent(text -> print(command.getErr(), text));
            Optional.ofNullable(ending.advice)
                    .ifPresent(text -> print(command.getErr(), "→ " + text));
        }
        return ending.exitCode;
    }

    private static void print(PrintWriter to, String text) {
        to.println(text);
        to.flush();
    }
}
