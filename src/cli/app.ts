import {
  type Application,
  type ApplicationText,
  buildApplication,
  proposeCompletions,
  run,
  type StricliIntegration,
  text_en,
  version,
} from "@stricli/core";
import { toCloacinaError } from "../errors.ts";
import { commandLineError } from "./command_line/command_line_error.ts";
import { loadRoutes } from "./commands/routes.ts";
import type { CliContext } from "./context.ts";
import { COMPLETE_WORD, readCommandLine } from "./command_line/command_line.ts";
import { SEPARATOR_BRIEF } from "./command_line/flags.ts";
import { followRoutes } from "./command_line/followed_routes.ts";
import { pageWidth } from "./command_line/page_width.ts";
import { HELP_FLAG, VERSION_FLAG } from "./command_line/program_flags.ts";
import { exitCodeOf, type Failure } from "./exit_code.ts";
import type { Proposal } from "./completion/proposal.ts";
import { requireNoSecrets } from "./secrets/secret_given.ts";
import { describeVersion } from "./runtime.ts";

const BRIEFS = { ...text_en.briefs, argumentEscapeSequence: SEPARATOR_BRIEF };

type Routes = Awaited<ReturnType<typeof loadRoutes>>;

/** Where stricli's failures go, and the command line that they are of. */
interface Failures {
  readonly args: readonly string[];
  /** Is given what makes the error, which loads code that nothing else needs. Returns the text for stricli to print. */
  readonly fail: (failing: () => Promise<Failure>) => "";
}

/** Runs one command line. Returns the exit code, which is 0 only after everything was printed. */
export async function runApp(context: CliContext, args: readonly string[]): Promise<number> {
  return await exitCodeOf(context, args, execute(context, args));
}

async function execute(
  context: CliContext,
  typed: readonly string[],
): Promise<Failure | undefined> {
  requireUtf8(typed);
  const [first, ...words] = typed;
  if (first === COMPLETE_WORD) {
    const { complete } = await import("./completion/complete.ts");
    await complete(context, words, (typed) => proposeWords(context, typed));
    return;
  }
  await requireNoSecrets(context, typed);
  const routes = await loadRoutes(typed);
  const args = readCommandLine(routes, typed);
  let failing: (() => Promise<Failure>) | undefined;
  const fail: Failures["fail"] = (made) => {
    failing ??= made;
    return "";
  };
  let text = "";
  const process = {
    // Receives help and version. Errors do not come here: `buildApp` has them.
    stdout: { write: (written: string) => void (text += written) },
    stderr: { write: () => {} },
  };
  await run(buildApp(context, routes, { args, fail }), args, { ...context, process });
  if (failing !== undefined) return await failing();
  await context.terminal.write(text);
}

/** Deno replaces invalid UTF-8 with U+FFFD: one file could be taken for another whose name has that character. */
function requireUtf8(args: readonly string[]): void {
  if (!args.some((arg) => arg.includes("\ufffd"))) return;
  throw commandLineError(
    "an argument is not UTF-8, or has the character U+FFFD",
    "give the file another name",
  );
}

/** Proposes commands, flags and fixed values. Flags only where one was begun. */
async function proposeWords(
  context: CliContext,
  words: readonly string[],
): Promise<readonly Proposal[]> {
  const app = buildApp(context, await loadRoutes(), { args: words, fail: () => "" });
  const proposals = await proposeCompletions(app, words, context);
  const wantsFlag = words.at(-1)?.startsWith("-") ?? false;
  return proposals
    .map(({ completion: word, brief }) => ({ word, brief }))
    .filter(({ word }) => wantsFlag || !word.startsWith("-"));
}

function buildApp(
  context: CliContext,
  routes: Routes,
  failures: Failures,
): Application<CliContext> {
  return buildApplication(routes, {
    name: "cloacina",
    scanner: {
      caseStyle: "allow-kebab-for-camel",
      allowArgumentEscapeSequence: true,
      // stricli's own weights with a lower threshold: at its 7, words that are hardly similar are close.
      distanceOptions: {
        threshold: 4,
        weights: { insertion: 1, deletion: 3, substitution: 2, transposition: 0 },
      },
    },
    localization: { text: { ...text_en, briefs: BRIEFS, ...errorCallbacks(routes, failures) } },
  }, {
    help: helpFlag(pageWidth(context.terminal)),
    version: version({
      brief: VERSION_FLAG.brief,
      alias: VERSION_FLAG.aliases[0],
      info: { currentVersion: describeVersion(context.runtime) },
    }),
  });
}

/** `--help`, also where no command is named. stricli's own help shows neither values nor groups, and does not wrap. */
function helpFlag(width: number): StricliIntegration<CliContext> {
  return {
    flag: {
      brief: HELP_FLAG.brief,
      aliases: HELP_FLAG.aliases,
      global: true,
      defaultForRouteMap: true,
      async run(_app, request) {
        const { helpPage } = await import("./command_line/help_page.ts");
        this.process.stdout.write(helpPage(request, width));
      },
    },
  };
}

/** stricli's error texts: each becomes a coded error instead, and the text is empty. */
function errorCallbacks(routes: Routes, { args, fail }: Failures): Partial<ApplicationText> {
  const untold = (thrown: unknown) =>
    fail(() => Promise.resolve({ error: toCloacinaError(thrown), isTold: false }));
  return {
    noCommandRegisteredForInput: ({ input }) =>
      fail(async () => {
        const { unknownCommandError } = await import("./command_line/unknown_command.ts");
        return { error: unknownCommandError(await loadRoutes(), input, args), isTold: false };
      }),
    exceptionWhileParsingArguments: (thrown) =>
      fail(async () => {
        const { toUsageError } = await import("./command_line/usage_error.ts");
        return { error: toUsageError(thrown, followRoutes(routes, args)), isTold: false };
      }),
    exceptionWhileLoadingCommandFunction: untold,
    exceptionWhileLoadingCommandContext: untold,
    exceptionWhileRunningIntegrationFlag: ({ exception }) => untold(exception),
    exceptionWhileRunningCommand: untold,
    commandErrorResult: (returned) =>
      fail(() => Promise.resolve({ error: toCloacinaError(returned), isTold: true })),
  };
}
