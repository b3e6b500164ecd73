import assert from "node:assert/strict";
import { withCli } from "../testkit/cli.ts";
import { freePort } from "../testkit/free_port.ts";
import { comparable, type ShellBlock } from "./shell_blocks.ts";

/** What a page takes for granted. */
export interface PageSetting {
  /** Shell that is run before the first block. */
  readonly prepare?: string;
  /** What stands on the page for something of the reader's own, and what stands for it here. */
  readonly replace?: Readonly<Record<string, string>>;
}

const ROOT = new URL("../../", import.meta.url);

/** The ports that the pages name. */
const PORTS = ["8080", "8443"] as const;

/**
 * Runs the blocks of a page in order, in one shell and one fresh directory, and compares what they print with what the
 * page shows. A block that fails is a failure, as is one that leaves a secret where others may read it. `cloacina
 * serve` goes into the background, and the next line is run once it listens; what `npx` would download is not run, see
 * `npx` below.
 */
export async function runPage(blocks: readonly ShellBlock[], setting: PageSetting): Promise<void> {
  for (const block of blocks) requirePastable(block);
  const ports = PORTS.map(() => freePort());
  const replaced = Object.entries(setting.replace ?? {}).concat(
    PORTS.map((port, index) => [`:${port}`, `:${ports[index]}`]),
  );
  for (const [text] of Object.entries(setting.replace ?? {})) {
    assert.ok(blocks.some((block) => block.text.includes(text)), `no block has ${text}`);
  }
  const here = (text: string) =>
    replaced.reduce((result, [from, to]) => result.replaceAll(from!, to!), text);
  const script = [
    await prelude(ports[0]!),
    setting.prepare ?? "",
    ...blocks.map(({ line, text }, index) =>
      `echo 'the block in line ${line}' > .at\n{\n${here(text)}} > .shown.${index}`
    ),
  ].join("\n");
  await withCli(async (cli) => {
    await cli.write(".page", script);
    const { code, stderr } = await cli.run(
      "sh .page 2> .errors; code=$?; cat .errors >&2; exit $code",
    );
    const at = await Deno.readTextFile(`${cli.cwd}/.at`);
    assert.equal(code, 0, `${at}${stderr}`);
    assert.doesNotMatch(stderr, /can be read by others/, "a secret in a file that others may read");
    for (const [index, { line, output }] of blocks.entries()) {
      if (output === null) continue;
      const shown = await Deno.readTextFile(`${cli.cwd}/.shown.${index}`);
      assert.equal(comparable(shown), comparable(here(output)), `the block in line ${line}`);
    }
  });
}

/**
 * At a terminal `serve` goes on until Ctrl-C: what is pasted behind it would never run. And zsh, the shell of macOS, takes
 * a comment that is typed for arguments.
 */
function requirePastable({ line, text }: ShellBlock): void {
  assert.doesNotMatch(text, /(^|\s)#/m, `the block in line ${line} has a comment`);
  const lines = text.trimEnd().split("\n");
  const serving = lines.findIndex((command) => command.startsWith("cloacina serve"));
  assert.ok(
    serving === -1 || serving === lines.length - 1,
    `the block in line ${line} goes on behind \`cloacina serve\``,
  );
}

/** What the words of the pages mean here. */
async function prelude(port: number): Promise<string> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  return `set -e
wrapper=$(command -v cloacina)
sed "s/'--allow-net'/'--deny-net'/" "$wrapper" > "$wrapper-offline"
chmod 755 "$wrapper-offline"
serve() {
  case $* in *--bind*) ;; *) set -- "$@" --bind 127.0.0.1:${port} ;; esac
  : > .serve
  command cloacina serve "$@" 2> .serve &
  until grep -q '^listening on' .serve; do
    kill -0 $! || { cat .serve >&2; exit 1; }
    sleep 0.05
  done
}
cloacina() {
  case $1 in
    serve) shift; serve "$@" ;;
    *) command cloacina "$@" ;;
  esac
}
npx() {
  case $* in
    "-y deno@2.9.6 -q task cloacina "*) shift 5; cloacina "$@" ;;
    *) case "$*" in ${
    npxLines(Object.keys(tasks))
  }) ;; *) echo "no such task: $*" >&2; exit 1 ;; esac ;;
  esac
}`;
}

/** The versions that the pages name: of 2.7.11 a runtime comes from npm. */
const DENO_VERSIONS = ["2.9.6", "2.7.11"];

/** A task that there is need not be run here: CI runs the tests, the checks, the demo and the builds. */
function npxLines(tasks: readonly string[]): string {
  const lines = DENO_VERSIONS.flatMap((version) =>
    tasks.map((task) => `-y deno@${version} task ${task}`)
  );
  return lines.flatMap((line) => [`"${line}"`, `"${line} "*`]).join("|");
}
