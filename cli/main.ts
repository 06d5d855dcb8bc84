import { Command, CommanderError } from "commander";
import { InputError } from "../domain/input-error.ts";
import { StoreError } from "../store/store-error.ts";
import { VERSION } from "../worker/versions.ts";
import type { CommandLine } from "./command-line.ts";
import { declareCatalogue } from "./declare-catalogue.ts";
import { declarePages } from "./declare-pages.ts";
import { declarePatrols } from "./declare-patrols.ts";
import { declareServices } from "./declare-services.ts";
import { declareTokens } from "./declare-tokens.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import { openOutput } from "./output.ts";
import { readSettings } from "./settings.ts";

const interrupt = new AbortController();
let interrupts = 0;
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    interrupts += 1;
    // The first asks to stop at a safe point, the second means it.
    if (interrupts > 1) process.exit(EXIT.incomplete);
    interrupt.abort(new DOMException("interrupted", "AbortError"));
  });
}

// Whoever reads only the head of a result closes the pipe: the rest is for nobody, and no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await run(process.argv.slice(2));

async function run(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.complete;
  try {
    const program = commands((ended) => {
      code = ended;
    });
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): ExitCode {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.complete : EXIT.badInput;
  if (error instanceof InputError || error instanceof UsageError) {
    say(error.message);
    return EXIT.badInput;
  }
  if (error instanceof StoreError) {
    say(error.message);
    return EXIT.badInput;
  }
  if (interrupt.signal.aborted) {
    say("已中断；同一命令再运行一次，从中断处继续");
    return EXIT.incomplete;
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.incomplete;
}

/** A command's code is loaded when it is run: most start in an instant, whatever the others need. */
function commands(end: CommandLine["end"]): Command {
  const settings = readSettings();
  const line: CommandLine = {
    settings,
    signal: interrupt.signal,
    output: (quiet = false) => openOutput({ quiet, level: settings.logLevel }),
    end,
  };
  const program = new Command("xuncha")
    .description("巡查：核对各单位是否按目录公开政府信息")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("（用 --help 查看用法）");
  declarePatrols(program, line);
  declarePages(program, line);
  declareServices(program, line);
  declareTokens(program, line);
  declareCatalogue(program, line);
  return program;
}
