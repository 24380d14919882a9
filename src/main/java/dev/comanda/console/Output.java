package dev.comanda.console;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command says what came of it: to a person, or with {@code --json} to a program. */
public final class Output {

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    public boolean json() {
        return json;
    }

    /** Prints the result: lines of text, or the record as one object. */
    public void result(Object record, String text) {
        PrintWriter out = line().getOut();
        out.println(json ? Console.json(record) : text.stripTrailing());
        out.flush();
    }

    /** What is happening meanwhile; never in the way of the result. */
    public void progress(String text) {
        PrintWriter err = line().getErr();
        err.println(text);
        err.flush();
    }

    /** Wrong usage that only the command itself can see. */
    public CommandLine.ParameterException wrongUsage(String what) {
        return new CommandLine.ParameterException(line(), what);
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("not on a command line");
        }
        return spec.commandLine();
    }
}
