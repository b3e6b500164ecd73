import { killGroup, quoted, startSession } from "../../testkit/shell.ts";

/** Once `await` stands on the screen, wrapped or not, after what the step before awaited, `type` is typed: after `meanwhile`. */
export interface Keystrokes {
  readonly await: string;
  /** What else happens while the command waits. */
  readonly meanwhile?: () => Promise<unknown>;
  /** Enter is "\r", Ctrl-C "\x03", arrow down "\x1b[B". */
  readonly type: string;
}

export interface TerminalOptions {
  readonly cwd: string;
  /** The whole environment, but for TERM, which is always xterm-256color, and SHELL. */
  readonly env: Readonly<Record<string, string>>;
  /** 80 by default; 0 is a terminal that does not know. */
  readonly columns?: number;
  /** 24 by default. */
  readonly rows?: number;
  /** Milliseconds, 300,000 by default: then everything is killed and the test fails. */
  readonly deadline?: number;
}

export interface TerminalResult {
  /** All that was shown, in the order it was: without escape sequences, lines ended by "\n". */
  readonly screen: string;
  /** The bytes as the terminal received them, as text. */
  readonly raw: string;
  /** The exit code; 128 + the signal's number if a signal ended the command. */
  readonly code: number;
}

interface Session {
  readonly child: Deno.ChildProcess;
  /** What the terminal received so far, after the line with the process id. */
  raw: string;
  /** The process group of the command; it is not that of `script`. */
  group: number | undefined;
  /** How many keystrokes were typed, and how much of the screen they have used up. */
  typed: number;
  seen: number;
  expired: boolean;
}

const DEADLINE = 300_000;
// CSI and OSC sequences, other two-character escapes, and one whose end has not come yet.
// deno-lint-ignore no-control-regex
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*(?:[@-~]|$)|\][^\x07\x1b]*(?:\x07|\x1b\\|$)|[^[\]]|$)/g;

/**
 * Runs a line of `sh` in a real terminal and types when the awaited texts appear.
 * Throws, with the screen, if the command ends before all was typed or does not end before the
 * deadline. `withSandbox` gives the `cwd` and `env` in which `cloacina` can be typed. Needs `script`
 * of util-linux.
 */
export async function inTerminal(
  command: string,
  keystrokes: readonly Keystrokes[],
  options: TerminalOptions,
): Promise<TerminalResult> {
  const session = start(command, options);
  const timer = setTimeout(() => {
    session.expired = true;
    stop(session);
  }, options.deadline ?? DEADLINE);
  const [, stderr, { code }] = await Promise.all([
    converse(session, keystrokes),
    new Response(session.child.stderr).text(),
    session.child.status,
  ]);
  clearTimeout(timer);
  stop(session);
  assertFinished(session, keystrokes, code, stderr);
  return { screen: screenOf(session.raw), raw: session.raw, code };
}

function start(command: string, { cwd, env, columns = 80, rows = 24 }: TerminalOptions): Session {
  // Without --echo the terminal would not echo, since the keystrokes come from a pipe.
  const flags = ["--quiet", "--return", "--flush", "--echo", "always", "--command"];
  const size = `stty rows ${rows} columns ${columns}`;
  const line = `${size} && echo $$ && exec sh -c ${quoted(command)}`;
  const terminal = { ...env, TERM: "xterm-256color", SHELL: "/bin/sh" };
  const script = ["script", ...flags, line, "/dev/null"];
  const child = startSession(script, { cwd, env: terminal }, "piped");
  return { child, raw: "", group: undefined, typed: 0, seen: 0, expired: false };
}

async function converse(session: Session, keystrokes: readonly Keystrokes[]): Promise<void> {
  const keyboard = session.child.stdin.getWriter();
  for await (const text of session.child.stdout.pipeThrough(new TextDecoderStream())) {
    receive(session, text);
    for (const { type, meanwhile } of due(session, keystrokes)) {
      await meanwhile?.();
      // A command that has ended takes no more keys; that it ended too early is said at the end.
      await keyboard.write(new TextEncoder().encode(type)).catch(() => {});
    }
  }
  await keyboard.close().catch(() => {});
}

function receive(session: Session, text: string): void {
  session.raw += text;
  if (session.group !== undefined) return;
  const [line, id] = /^([0-9]+)\r\n/.exec(session.raw) ?? [];
  if (line === undefined) return;
  session.group = Number(id);
  session.raw = session.raw.slice(line.length);
}

function* due(session: Session, keystrokes: readonly Keystrokes[]): Generator<Keystrokes> {
  while (session.group !== undefined && session.typed < keystrokes.length) {
    const next = keystrokes[session.typed]!;
    const at = onOneLine(screenOf(session.raw)).indexOf(onOneLine(next.await), session.seen);
    if (at === -1) return;
    session.seen = at + next.await.length;
    session.typed++;
    yield next;
  }
}

/** With a space for each line break: a message may be wrapped at any of its spaces. */
function onOneLine(text: string): string {
  return text.replaceAll("\n", " ");
}

function stop({ child, group }: Session): void {
  if (group !== undefined) killGroup(group);
  killGroup(child.pid);
}

function assertFinished(
  { raw, group, typed, expired }: Session,
  keystrokes: readonly Keystrokes[],
  code: number,
  stderr: string,
): void {
  if (group === undefined) {
    throw new Error(`Cannot open a terminal, install util-linux: ${stderr}${raw}`);
  }
  const awaited = typed < keystrokes.length ? `, awaiting "${keystrokes[typed]!.await}"` : "";
  const shown = `the screen:\n${screenOf(raw)}`;
  if (expired) throw new Error(`The command was killed at the deadline${awaited}; ${shown}`);
  if (awaited !== "") throw new Error(`The command ended (${code})${awaited}; ${shown}`);
}

function screenOf(raw: string): string {
  return raw.replace(ESCAPES, "").replaceAll("\r\n", "\n");
}
