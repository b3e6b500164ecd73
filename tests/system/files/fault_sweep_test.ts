import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { WriteMode } from "../../../src/files/write_files.ts";
import { inFolder } from "../../compile/in_folder.ts";
import { type Call, callsIn, runTraced, type TracedRun } from "../testkit/strace.ts";
import { newContent } from "../../testkit/write_files_content.ts";

// Every system call with which `writeFiles` touches its targets, their temporary files or their directory is made to
// fail, or the process is killed at it, one call at a time. A run without a fault tells which calls there are; a fixed
// seed gives the temporary files the same names in each run.

const TARGETS = ["a", "b"] as const;

const OLD = "old";

const MODES: readonly WriteMode[] = ["create", "replace"];

const isTemporary = (name: string) => name.startsWith(".cloacina-");

/** What the folder of a run holds afterwards. */
interface Aftermath extends TracedRun {
  readonly states: readonly string[];
  readonly temporaries: readonly string[];
}

/** Writes both targets in a fresh folder; `injections` hit the calls that touch one of `names` in it. */
async function write(
  mode: WriteMode,
  names: readonly string[] = [],
  injections: readonly string[] = [],
): Promise<Aftermath & { readonly calls: readonly Call[] }> {
  let result: Aftermath & { readonly calls: readonly Call[] } | undefined;
  await inFolder(async (folder) => {
    if (mode === "replace") {
      for (const target of TARGETS) await Deno.writeTextFile(join(folder, target), OLD);
    }
    const paths = names.map((name) => join(folder, name));
    const run = await runTraced(writeCommand(mode, folder), { paths, injections });
    result = { ...run, ...await look(folder), calls: callsIn(run.trace, folder) };
  });
  return result!;
}

function writeCommand(mode: WriteMode, folder: string): readonly string[] {
  const script = fileURLToPath(new URL("../../testkit/write_files.ts", import.meta.url));
  const flags = "run --no-prompt --no-check --no-config --cached-only --seed=1".split(" ");
  const permissions = ["--allow-read", `--allow-write=${folder}`, "--allow-sys=uid"];
  const targets = TARGETS.map((target) => join(folder, target));
  return [Deno.execPath(), ...flags, ...permissions, script, mode, ...targets];
}

async function look(folder: string) {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
  const states = await Promise.all(TARGETS.map((target, index) => stateOf(folder, target, index)));
  return { states, temporaries: names.filter(isTemporary) };
}

async function stateOf(folder: string, target: string, index: number): Promise<string> {
  const bytes = await Deno.readFile(join(folder, target)).catch(() => undefined);
  if (bytes === undefined) return "absent";
  if (bytes.length === 0) return "empty";
  if (new TextDecoder().decode(bytes) === OLD) return "old";
  return bytes.toHex() === newContent(index).toHex() ? "new" : "half";
}

/** Checks two at a time: most of each run is waiting for the disk. */
async function checkEach<Item>(
  items: readonly Item[],
  check: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await check(item);
  };
  await Promise.all([work(), work()]);
}

/** The calls that may fail without the clean-up failing with them. */
function canFail({ name, path }: Call): boolean {
  if (name === "statx") return !isTemporary(path);
  return name !== "close" && !name.startsWith("unlink");
}

function describe({ name, path, count }: Call): string {
  return `${name} ${count} on ${path === "" ? "the directory" : path}`;
}

/** Every call of a run without a fault, which must be whole and must have made the calls that matter. */
async function listCalls(mode: WriteMode): Promise<readonly Call[]> {
  const { code, states, temporaries, calls } = await write(mode);
  assert.deepEqual({ code, states, temporaries }, {
    code: 0,
    states: ["new", "new"],
    temporaries: [],
  });
  const count = (pattern: RegExp) => calls.filter(({ name }) => pattern.test(name)).length;
  assert.equal(count(/^write$/), 2);
  assert.equal(count(/^fsync$/), 3);
  assert.equal(count(mode === "create" ? /^link/ : /^rename/), 2);
  return calls;
}

for (const mode of MODES) {
  const before = mode === "create" ? "absent" : "old";

  Deno.test(`${mode}: killed at any of its calls, each target is ${before} or new, never half`, async () => {
    const calls = await listCalls(mode);
    const seen = new Set<string>();
    await checkEach(calls, async (call) => {
      const injection = `${call.name}:signal=KILL:when=${call.count}`;
      const { code, states } = await write(mode, [call.path], [injection]);
      assert.equal(code, 137, `not killed at ${describe(call)}`);
      for (const state of states) {
        assert([before, "new"].includes(state), `${state} after ${describe(call)}`);
      }
      seen.add(states.join());
    });
    // The sweep went from the first call to the last: all three states have been.
    assert.deepEqual([...seen].sort(), [`${before},${before}`, "new,new", `new,${before}`].sort());
  });

  for (const errno of ["EIO", "ENOSPC"]) {
    Deno.test(`${mode}: after ${errno} at any of its calls nothing is half, and no temporary file is left`, async () => {
      const calls = (await listCalls(mode)).filter(canFail);
      await checkEach(calls, async (call) => {
        const injection = `${call.name}:error=${errno}:when=${call.count}`;
        const { code, stdout, trace, states, temporaries } = await write(mode, [call.path], [
          injection,
        ]);
        const where = `after ${describe(call)}`;
        assert(trace.includes("(INJECTED)"), `no fault ${where}`);
        // At the sync of the directory both names are new.
        const isNamed = call.path === "" && call.name !== "statx";
        const error = mode === "replace" && isNamed ? "outcome_unknown" : "io_failed";
        assert.deepEqual([code, stdout], [1, `${error}\n`], where);
        assert.deepEqual(temporaries, [], where);
        // Two new names come together or not at all; of two replacements, the first may stand alone.
        const whole = mode === "create" ? ["absent,absent"] : ["old,old", "new,new", "new,old"];
        assert(whole.includes(states.join()), `${states} ${where}`);
      });
    });
  }
}

/** As on FAT: this makes `link` fail wherever it touches the paths. */
const WITHOUT_LINKS = "?link,linkat:error=EPERM";

/** The second target and its temporary file. */
async function listSecond(): Promise<readonly string[]> {
  const temporaries = (await listCalls("create")).map(({ path }) => path).filter(isTemporary);
  return [temporaries.at(-1)!, TARGETS[1]];
}

Deno.test("on a file system without hard links, new files are written whole, too", async () => {
  const { code, trace, states, temporaries, calls } = await write("create", TARGETS, [
    WITHOUT_LINKS,
  ]);
  assert.equal(trace.split("EPERM").length - 1, 2);
  assert.equal(calls.filter(({ name }) => name === "openat").length, 2);
  assert.deepEqual({ code, states, temporaries }, {
    code: 0,
    states: ["new", "new"],
    temporaries: [],
  });
});

/** The calls that give the second target its name, where it cannot be linked. */
async function listCallsWithoutLinks(): Promise<readonly Call[]> {
  const { calls } = await write("create", await listSecond(), [WITHOUT_LINKS]);
  const afterLink = calls.slice(calls.findIndex(({ name }) => name.startsWith("link")) + 1);
  const naming = afterLink.filter(({ name }) => /^(openat|close|rename)/.test(name));
  assert.deepEqual(naming.map(({ name }) => name.replace(/at2?$/, "")), [
    "open",
    "close",
    "rename",
  ]);
  return naming;
}

Deno.test("without hard links, an error at the last moment leaves neither file", async () => {
  const calls = (await listCallsWithoutLinks()).filter(canFail);
  assert.equal(calls.length, 2);
  await checkEach(calls, async (call) => {
    const injections = [WITHOUT_LINKS, `${call.name}:error=EIO:when=${call.count}`];
    const { code, stdout, states, temporaries } = await write("create", [call.path], injections);
    assert.deepEqual({ code, stdout, states, temporaries }, {
      code: 1,
      stdout: "io_failed\n",
      states: ["absent", "absent"],
      temporaries: [],
    }, describe(call));
  });
});

Deno.test("without hard links, a kill leaves at worst an empty file, never half of one", async () => {
  await checkEach(await listCallsWithoutLinks(), async (call) => {
    const injections = [WITHOUT_LINKS, `${call.name}:signal=KILL:when=${call.count}`];
    const { code, states } = await write("create", [call.path], injections);
    assert.equal(code, 137, `not killed at ${describe(call)}`);
    assert.deepEqual(states, ["new", call.name === "openat" ? "absent" : "empty"], describe(call));
  });
});
