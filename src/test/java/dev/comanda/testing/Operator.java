package dev.comanda.testing;

import dev.comanda.console.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What somebody at a terminal sees of one command. */
public record Operator(int code, String out, String err) {

    /** Runs it with the arguments that follow its name. */
    public static Operator runs(Object command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Console.frame(command).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err)).execute(arguments);
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
