package dev.comanda.testing;

import dev.comanda.console.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What somebody at a terminal sees of one command. */
public record Operator(int code, String out, String err) {

    /** Runs it with the arguments that follow its name. */
    public static Operator runs(Object command, String... arguments) {
        return types(Console.frame(command), arguments);
    }

    /**
     * Runs what is typed. The strategy is picocli's own; as itself it would print to what
     * System.err was when the line was made, wherever a test beside has replaced that since.
     */
    public static Operator types(CommandLine line, String... typed) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .setExecutionStrategy(parsed -> new CommandLine.RunLast().execute(parsed))
                .execute(typed);
        return new Operator(code, out.toString(), err.toString());
    }

    public JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }

    @Override
    public String toString() {
        return "exit " + code + "\n" + out + err;
    }
}
