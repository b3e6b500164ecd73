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
import { CloacinaError, ERROR_OUTCOMES, toCloacinaError } from "../errors.ts";
import { rootRoutes } from "./commands/routes.ts";
import type { CliContext } from "./context.ts";
import { COMPLETE_WORD, readCommandLine } from "./command_line/command_line.ts";
import { SEPARATOR_BRIEF } from "./command_line/flags.ts";
import { followRoutes } from "./command_line/followed_routes.ts";
import { hasFlag } from "./command_line/has_flag.ts";
import type { Proposal } from "./completion/proposal.ts";
import { requireNoSecrets } from "./secrets/secret_given.ts";
import { suggestCommands } from "./command_line/suggest_commands.ts";
import { toUnknownCommandError, toUsageError } from "./command_line/usage_error.ts";
import { describeVersion } from "./runtime.ts";

/** The width of help where there is no terminal. */
const DEFAULT_COLUMNS = 80;

const BRIEFS = { ...text_en.briefs, argumentEscapeSequence: SEPARATOR_BRIEF };

/** Why a run failed. A command throws an error that is yet to be printed, and returns one that it has printed itself. */
interface Failure {
  readonly error: CloacinaError;
  readonly isTold: boolean;
}

/** Runs one command line. Returns the exit code, which is 0 only after everything was printed. */
export async function runApp(context: CliContext, args: readonly string[]): Promise<number> {
  const failure = await context.untilInterrupted(execute(context, args))
    .catch((thrown): Failure => ({ error: toCloacinaError(thrown), isTold: false }));
  context.terminal.close();
  if (failure === undefined) return 0;
  const { code } = failure.isTold ? failure.error : await tell(context, failure.error, args);
  return ERROR_OUTCOMES[code].exit;
}

/** Prints an error. Returns the one that decides the exit code: that of Ctrl-C, if it interrupts the printing. */
async function tell(
  { terminal, untilInterrupted }: CliContext,
  error: CloacinaError,
  args: readonly string[],
): Promise<CloacinaError> {
  const telling = terminal.lastWord(error, hasFlag(args, "json")).then(() => error);
  if (error.code === "interrupted") return await telling;
  return await untilInterrupted(telling).catch(toCloacinaError);
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
  const args = readCommandLine(rootRoutes, typed);
  let failure: Failure | undefined;
  const app = buildApp(context, args, (error, isTold) => failure ??= { error, isTold });
  let text = "";
  const process = {
    // Receives help and version. Errors do not come here: `buildApp` has them.
    stdout: { write: (written: string) => void (text += written) },
    stderr: { write: () => {} },
  };
  await run(app, args, { ...context, process });
  if (failure === undefined) await context.terminal.write(text);
  return failure;
}

/** Deno replaces invalid UTF-8 with U+FFFD: one file could be taken for another whose name has that character. */
function requireUtf8(args: readonly string[]): void {
  if (!args.some((arg) => arg.includes("\ufffd"))) return;
  throw new CloacinaError(
    "invalid_request",
    "Cannot read the command line: an argument is not UTF-8, or has the character U+FFFD",
    { hint: "give the file another name" },
  );
}

/** Proposes commands, flags and fixed values. Flags only where one was begun. */
async function proposeWords(
  context: CliContext,
  words: readonly string[],
): Promise<readonly Proposal[]> {
  const proposals = await proposeCompletions(buildApp(context, words, () => {}), words, context);
  const wantsFlag = words.at(-1)?.startsWith("-") ?? false;
  return proposals
    .map(({ completion: word, brief }) => ({ word, brief }))
    .filter(({ word }) => wantsFlag || !word.startsWith("-"));
}

function buildApp(
  context: CliContext,
  args: readonly string[],
  fail: (error: CloacinaError, isTold: boolean) => void,
): Application<CliContext> {
  return buildApplication(rootRoutes, {
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
    localization: { text: { ...text_en, briefs: BRIEFS, ...errorCallbacks(args, fail) } },
  }, {
    help: helpFlag(context.terminal.columns),
    version: version({
      brief: "Print the version, runtime and build",
      alias: "V",
      info: { currentVersion: describeVersion(context.runtime) },
    }),
  });
}

/** `--help`, also where no command is named. stricli's own help shows neither values nor groups, and does not wrap. */
function helpFlag(columns: number | null): StricliIntegration<CliContext> {
  return {
    flag: {
      brief: "Print this help",
      aliases: ["h"],
      global: true,
      defaultForRouteMap: true,
      async run(_app, request) {
        const { helpPage } = await import("./command_line/help_page.ts");
        this.process.stdout.write(helpPage(request, columns || DEFAULT_COLUMNS));
      },
    },
  };
}

/** stricli's error texts: each becomes a coded error instead, and the text is empty. */
function errorCallbacks(
  args: readonly string[],
  fail: (error: CloacinaError, isTold: boolean) => void,
): Partial<ApplicationText> {
  const untold = (error: CloacinaError): string => {
    fail(error, false);
    return "";
  };
  return {
    noCommandRegisteredForInput: ({ input }) => {
      const followed = followRoutes(rootRoutes, args);
      const { words } = followed;
      const meant = suggestCommands(rootRoutes, words, args.slice(words.length));
      return untold(toUnknownCommandError(input, meant, followed));
    },
    exceptionWhileParsingArguments: (thrown) =>
      untold(toUsageError(thrown, followRoutes(rootRoutes, args))),
    exceptionWhileLoadingCommandFunction: (thrown) => untold(toCloacinaError(thrown)),
    exceptionWhileLoadingCommandContext: (thrown) => untold(toCloacinaError(thrown)),
    exceptionWhileRunningIntegrationFlag: ({ exception }) => untold(toCloacinaError(exception)),
    exceptionWhileRunningCommand: (thrown) => untold(toCloacinaError(thrown)),
    commandErrorResult: (returned) => {
      fail(toCloacinaError(returned), true);
      return "";
    },
  };
}
