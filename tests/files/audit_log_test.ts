import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describeAuditFault } from "../../src/domain/audit_chain.ts";
import { openAuditLog } from "../../src/files/audit_log.ts";
import { verifyAuditLog as verifyFiles } from "../../src/files/verify_audit_log.ts";
import { NO_PREVIOUS_LINE } from "../../src/formats/audit/audit_line.ts";
import { hashOf, linesOf, withLog } from "./audit_log_kit.ts";

const WRITER = fileURLToPath(new URL("./audit_writer.ts", import.meta.url));
const now = () => new Date("2026-01-28T12:00:00.007Z");

async function append(path: string, ...names: readonly string[]): Promise<void> {
  const events = names.map((name) => ({ type: "package.signed", name }) as const);
  await openAuditLog(path, now).append(events, "alice");
}

/** A log of lines 1 to `count`. */
async function writeLog(path: string, count: number): Promise<readonly string[]> {
  await append(path, ...Array.from({ length: count }, (_, index) => `${index + 1}`));
  return await linesOf(path);
}

async function rewrite(path: string, lines: readonly string[]): Promise<void> {
  await Deno.writeTextFile(path, lines.map((line) => `${line}\n`).join(""));
}

/** What is found in a log of one file. */
async function verifyAuditLog(path: string) {
  const report = await verifyFiles([path]);
  return {
    lines: report.lines,
    head: report.head,
    halfWritten: report.halfWritten.map(({ line }) => line),
    faults: report.faults.map((fault) => ({
      line: fault.place.line,
      previousLine: fault.previous?.line,
      predecessor: fault.predecessor?.line,
      state: describeAuditFault(fault, report),
    })),
    isCutOff: report.isCutOff,
  };
}

function summary({ faults, halfWritten, lines }: Awaited<ReturnType<typeof verifyAuditLog>>) {
  return { faults: faults.map(({ state }) => state), halfWritten, lines };
}

function startWriter(path: string, name: string, count: string): Deno.ChildProcess {
  const args = ["run", "--allow-read", "--allow-write", WRITER, path, name, count];
  return new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).spawn();
}

Deno.test("a new log is 0600 in a directory of 0700, and each line carries the hash of the one before", async () => {
  await withLog(async (path) => {
    const log = path.replace("audit.log", "new/audit.log");
    await openAuditLog(log, now).append([
      { type: "key.signing.created", name: "a" },
      { type: "key.trusted.added", name: "a" },
    ], "alice");
    await append(log, "b");
    assert.equal((await Deno.stat(log)).mode! & 0o777, 0o600);
    assert.equal((await Deno.stat(log.replace("/audit.log", ""))).mode! & 0o777, 0o700);
    const lines = await linesOf(log);
    const parsed = lines.map((line) => JSON.parse(line));
    assert.deepEqual(parsed.map(({ previous }) => previous), [
      NO_PREVIOUS_LINE,
      hashOf(lines[0]!),
      hashOf(lines[1]!),
    ]);
    assert.deepEqual(parsed.map(({ event_type }) => event_type), [
      "key.signing.created",
      "key.trusted.added",
      "package.signed",
    ]);
    assert.deepEqual(
      [parsed[0].timestamp, parsed[0].actor],
      ["2026-01-28T12:00:00.007Z", "alice"],
    );
    assert.deepEqual(await verifyAuditLog(log), {
      lines: 3,
      head: hashOf(lines[2]!),
      halfWritten: [],
      faults: [],
      isCutOff: false,
    });
  });
});

Deno.test("no events make no log", async () => {
  await withLog(async (path) => {
    await openAuditLog(path, now).append([], "alice");
    await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
  });
});

Deno.test("an empty log is whole", async () => {
  await withLog(async (path) => {
    await Deno.writeTextFile(path, "");
    assert.deepEqual(summary(await verifyAuditLog(path)), {
      faults: [],
      halfWritten: [],
      lines: 0,
    });
    await writeLog(path, 2);
    assert.equal((await verifyAuditLog(path)).lines, 2);
  });
});

Deno.test("an edited line is found with its number, whatever was edited in it", async () => {
  const edits: readonly ((line: string) => string)[] = [
    (line) => line.replace('"3"', '"x"'),
    (line) => line.replace("alice", "mallory"),
    (line) => line.replace("12:00", "12:01"),
    (line) => `${line} `,
    () => "",
    () => "not JSON",
    (line) => line.slice(0, -1),
  ];
  for (const edit of edits) {
    await withLog(async (path) => {
      const lines = await writeLog(path, 5);
      await rewrite(path, lines.map((line, index) => index === 2 ? edit(line) : line));
      const { faults } = summary(await verifyAuditLog(path));
      assert.equal(faults.length, 1);
      assert.match(faults[0]!, /^line 3 was edited, or lines between [23] and 4 were removed$/);
    });
  }
});

Deno.test("an edited chain field shows on both sides of its line", async () => {
  await withLog(async (path) => {
    const lines = await writeLog(path, 5);
    const forged = lines[2]!.replace(/"previous":".*"/, `"previous":"${"ab".repeat(32)}"`);
    await rewrite(path, lines.with(2, forged));
    assert.deepEqual(summary(await verifyAuditLog(path)).faults, [
      "line 2 was edited, or lines between 2 and 3 were removed",
      "line 3 was edited, or lines between 3 and 4 were removed",
    ]);
  });
});

Deno.test("removed lines are found with their place", async () => {
  await withLog(async (path) => {
    const lines = await writeLog(path, 6);
    const removals = [
      [2, 3, "line 2 was edited, or lines between 2 and 3 were removed"],
      [2, 5, "line 2 was edited, or lines between 2 and 3 were removed"],
      [0, 1, "line 1 is not the first: lines or a file before it are missing, or it was edited"],
    ] as const;
    for (const [from, to, expected] of removals) {
      await rewrite(path, lines.toSpliced(from, to - from));
      assert.deepEqual(summary(await verifyAuditLog(path)).faults, [expected]);
    }
  });
});

Deno.test("lines removed at the end show in the head only", async () => {
  await withLog(async (path) => {
    const lines = await writeLog(path, 5);
    const { head } = await verifyAuditLog(path);
    await rewrite(path, lines.slice(0, 4));
    const after = await verifyAuditLog(path);
    assert.deepEqual(after.faults, []);
    assert.notEqual(after.head, head);
    assert.equal(after.head, JSON.parse(lines[4]!).previous);
  });
});

Deno.test("reordered and repeated lines are found, with where they belong", async () => {
  await withLog(async (path) => {
    const lines = await writeLog(path, 5);
    const [one, two, three, four, five] = lines as [string, string, string, string, string];
    await rewrite(path, [one, three, two, four, five]);
    assert.deepEqual(summary(await verifyAuditLog(path)).faults, [
      "line 2 was written after line 3: lines were moved or inserted",
      "line 3 was written after line 1: lines were moved or inserted",
      "line 4 was written after line 2: lines were moved or inserted",
    ]);
    await rewrite(path, [one, two, three, two, three, four, five]);
    assert.deepEqual((await verifyAuditLog(path)).faults.map(({ line }) => line), [4]);
  });
});

Deno.test("a line that was put in is found", async () => {
  await withLog(async (path) => {
    const lines = await writeLog(path, 4);
    const forged = lines[2]!.replace('"3"', '"forged"');
    await rewrite(path, lines.toSpliced(2, 0, forged));
    const [fault, ...others] = (await verifyAuditLog(path)).faults;
    assert.deepEqual([fault!.line, fault!.previousLine, fault!.predecessor], [4, 3, 2]);
    assert.deepEqual(others, []);
  });
});

Deno.test("faults are listed up to a hundred", async () => {
  await withLog(async (path) => {
    const lines = await writeLog(path, 300);
    await rewrite(path, lines.toReversed());
    const { faults, isCutOff } = await verifyAuditLog(path);
    assert.deepEqual([faults.length, isCutOff], [100, true]);
  });
});

Deno.test("a half-written last line is closed off by the next writer, reported, and no fault", async () => {
  for (const kept of [1, 13, 20, 150]) {
    await withLog(async (path) => {
      const lines = await writeLog(path, 3);
      const whole = `${lines[0]}\n${lines[1]}\n`;
      await Deno.writeTextFile(path, whole + lines[2]!.slice(0, kept));
      const torn = { faults: [], halfWritten: [3], lines: 2 };
      assert.deepEqual(summary(await verifyAuditLog(path)), torn);
      await append(path, "next");
      assert.deepEqual(summary(await verifyAuditLog(path)), { ...torn, lines: 3 });
      const after = await linesOf(path);
      assert.equal(after[2], lines[2]!.slice(0, kept));
      assert.equal(JSON.parse(after[3]!).previous, hashOf(lines[1]!));
    });
  }
});

Deno.test("several half-written lines, also at the start, are passed over", async () => {
  await withLog(async (path) => {
    await Deno.writeTextFile(path, '{"times');
    await append(path, "a");
    await Deno.writeTextFile(path, '{"timestamp":"2026\n{"timest', { append: true });
    await append(path, "b");
    assert.deepEqual(summary(await verifyAuditLog(path)), {
      faults: [],
      halfWritten: [1, 3, 4],
      lines: 2,
    });
  });
});

Deno.test("an edit before or behind a half-written line is found all the same", async () => {
  for (const edited of [0, 2]) {
    await withLog(async (path) => {
      await writeLog(path, 1);
      await Deno.writeTextFile(path, '{"timest', { append: true });
      await append(path, "2", "3");
      const lines = await linesOf(path);
      await rewrite(path, lines.with(edited, lines[edited]!.replace("alice", "mallory")));
      assert.deepEqual((await verifyAuditLog(path)).faults.map(({ line }) => line), [
        edited === 0 ? 3 : 4,
      ]);
    });
  }
});

Deno.test("a last line that lacks nothing but its newline is whole", async () => {
  await withLog(async (path) => {
    const lines = await writeLog(path, 2);
    await Deno.writeTextFile(path, lines.join("\n"));
    assert.deepEqual(summary(await verifyAuditLog(path)), {
      faults: [],
      halfWritten: [],
      lines: 2,
    });
    await append(path, "3");
    assert.deepEqual(summary(await verifyAuditLog(path)), {
      faults: [],
      halfWritten: [],
      lines: 3,
    });
  });
});

Deno.test("appending looks at the end alone: a log of a terabyte costs no more", async () => {
  await withLog(async (path) => {
    const [first] = await writeLog(path, 1);
    const file = await Deno.open(path, { write: true });
    await file.truncate(2 ** 40);
    file.close();
    await Deno.writeTextFile(path, `\n${first}\n`, { append: true });
    await append(path, "next");
    const end = await Deno.open(path, { read: true });
    await end.seek(-1000, Deno.SeekMode.End);
    const bytes = new Uint8Array(1000);
    const count = await end.read(bytes);
    end.close();
    const last = new TextDecoder().decode(bytes.subarray(0, count!)).split("\n").at(-2)!;
    assert.equal(JSON.parse(last).previous, hashOf(first!));
  });
});

Deno.test("a link is not followed, and neither a FIFO nor a directory is written to", async () => {
  await withLog(async (path) => {
    await writeLog(path, 1);
    const before = await Deno.readTextFile(path);
    const other = path.replace("audit.log", "other");
    await Deno.symlink(path, other);
    await Deno.symlink(path.replace("audit.log", "absent"), `${other}-dangling`);
    await new Deno.Command("mkfifo", { args: [`${other}-fifo`] }).output();
    await Deno.mkdir(`${other}-directory`);
    const places = [other, `${other}-dangling`, `${other}-fifo`, `${other}-directory`];
    for (const place of places) {
      await assert.rejects(append(place, "x"), { code: "invalid_request" }, place);
    }
    assert.equal(await Deno.readTextFile(path), before);
    await assert.rejects(Deno.lstat(path.replace("audit.log", "absent")), Deno.errors.NotFound);
  });
});

Deno.test("a file that is no audit log is refused and left as it is", async () => {
  const files = [
    "\n",
    "a package\n",
    "{}\n",
    "x".repeat(100_000),
    '{\n  "version": 1\n}\n',
    '{"timestamp":1}\n',
  ];
  for (const content of files) {
    await withLog(async (path) => {
      await Deno.writeTextFile(path, content);
      await assert.rejects(append(path, "x"), {
        code: "invalid_request",
        message: `Cannot write the audit log "${path}": it is not an audit log`,
      });
      assert.equal(await Deno.readTextFile(path), content);
      await assert.rejects(verifyAuditLog(path), { code: "invalid_request" });
    });
  }
});

Deno.test("an end that no writer of ours leaves is refused", async () => {
  await withLog(async (path) => {
    const [line] = await writeLog(path, 1);
    await Deno.writeTextFile(path, `${line}\n${"x".repeat(2_000_000)}`);
    await assert.rejects(append(path, "x"), { code: "invalid_request" });
    assert.deepEqual(summary(await verifyAuditLog(path)), {
      faults: [],
      halfWritten: [2],
      lines: 1,
    });
  });
});

Deno.test("a place that cannot be written to is a coded error that names it", async () => {
  await withLog(async (path) => {
    await writeLog(path, 1);
    await assert.rejects(append(`${path}/below`, "x"), (error) => {
      const { name, message } = error as Error;
      assert.equal(name, "CloacinaError");
      assert.match(message, /^Cannot write the audit log ".*\/below": /);
      return true;
    });
    await assert.rejects(verifyAuditLog(`${path}.absent`), { code: "file_not_found" });
  });
});

Deno.test("many appends at once in one process make one chain, in their order", async () => {
  await withLog(async (path) => {
    const log = openAuditLog(path, now);
    const names = Array.from({ length: 100 }, (_, number) => `${number}`);
    await Promise.all(names.map((name) => log.append([{ type: "package.signed", name }], "alice")));
    assert.deepEqual((await linesOf(path)).map((line) => JSON.parse(line).key_name), names);
    assert.deepEqual((await verifyAuditLog(path)).faults, []);
  });
});

/** A log that counts its turns: each asks for the time once, and stamps its lines with its number. */
function countingLog(path: string) {
  let turns = 0;
  const log = openAuditLog(path, () => new Date(turns++));
  return { log, turns: () => turns };
}

Deno.test("appends of many actors at once share turns: each line has its actor, each caller its order", async () => {
  await withLog(async (path) => {
    const { log, turns } = countingLog(path);
    const actors = Array.from({ length: 20 }, (_, number) => `actor ${number}`);
    await Promise.all(actors.map(async (actor) => {
      for (const name of ["1", "2", "3", "4", "5", "6", "7", "8", "9"]) {
        await log.append([{ type: "package.signed", name: `${actor}: ${name}` }], actor);
      }
    }));
    const lines = (await linesOf(path)).map((line) => JSON.parse(line));
    assert.equal(lines.length, 180);
    for (const { actor, key_name } of lines) assert.ok(key_name.startsWith(`${actor}: `));
    for (const actor of actors) {
      const names = lines.filter((line) => line.actor === actor).map((line) => line.key_name);
      assert.deepEqual(names, Array.from({ length: 9 }, (_, index) => `${actor}: ${index + 1}`));
    }
    assert.deepEqual(summary(await verifyAuditLog(path)), {
      faults: [],
      halfWritten: [],
      lines: 180,
    });
    assert.equal(new Set(lines.map(({ timestamp }) => timestamp)).size, turns());
    assert.ok(turns() <= 18, `${turns()} turns`);
  });
});

Deno.test("the events of one append stand together, in their order, among those of others", async () => {
  await withLog(async (path) => {
    const { log, turns } = countingLog(path);
    const actors = ["alice", "bob", "carol"];
    const types = ["key.signing.created", "key.trusted.added", "key.signing.revoked"] as const;
    await Promise.all(actors.map((actor) => log.append(types.map((type) => ({ type })), actor)));
    const lines = (await linesOf(path)).map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ actor, event_type }) => [actor, event_type]),
      actors.flatMap((actor) => types.map((type) => [actor, type])),
    );
    assert.equal(turns(), 1);
  });
});

Deno.test("a turn that fails fails for all of its callers, and for none of the next turn", async () => {
  await withLog(async (path) => {
    const next: Promise<void>[] = [];
    const signed = (log: ReturnType<typeof openAuditLog>, actor: string) =>
      log.append([{ type: "package.signed" }], actor);
    const log = openAuditLog(path, () => {
      if (next.length > 0) return now();
      // While the first turn is under way, two more gather for the next one.
      for (const actor of ["dave", "erin"]) next.push(signed(log, actor));
      throw new Error("the disk is gone");
    });
    const first = ["alice", "bob", "carol"].map((actor) => signed(log, actor));
    const codes = first.map((append) => append.then(() => "written", ({ code }) => code));
    assert.deepEqual(await Promise.all(codes), Array(3).fill("io_failed"));
    await Promise.all(next);
    const actors = (await linesOf(path)).map((line) => JSON.parse(line).actor);
    assert.deepEqual(actors, ["dave", "erin"]);
    assert.deepEqual((await verifyAuditLog(path)).faults, []);
  });
});

Deno.test("an append that fails does not hold up the next one", async () => {
  await withLog(async (path) => {
    await Deno.mkdir(path);
    const log = openAuditLog(path, now);
    const first = log.append([{ type: "package.signed" }], "alice");
    const second = first.catch(() => Deno.remove(path)).then(() =>
      log.append([{ type: "package.signed" }], "alice")
    );
    await assert.rejects(first, { code: "invalid_request" });
    await second;
    assert.equal((await verifyAuditLog(path)).lines, 1);
  });
});

Deno.test("8 processes with 50 lines each make one unbroken chain, none lost", async () => {
  await withLog(async (path) => {
    const writers = Array.from({ length: 8 }, (_, number) => startWriter(path, `${number}`, "50"));
    const statuses = await Promise.all(writers.map(({ status }) => status));
    assert.ok(statuses.every(({ success }) => success));
    assert.deepEqual(summary(await verifyAuditLog(path)), {
      faults: [],
      halfWritten: [],
      lines: 400,
    });
    const names = (await linesOf(path)).map((line) => JSON.parse(line).key_name);
    for (let number = 0; number < 8; number++) {
      const own = names.filter((name) => name.startsWith(`${number} `));
      assert.deepEqual(own, Array.from({ length: 50 }, (_, line) => `${number} ${line}`));
    }
  });
});

Deno.test("killing writers leaves a log that verifies and goes on", async () => {
  await withLog(async (path) => {
    for (let round = 1; round <= 10; round++) {
      const writer = startWriter(path, `${round}`, "endless");
      await untilNamed(path, `"${round} `);
      writer.kill("SIGKILL");
      await writer.status;
      await append(path, "after");
      const { faults, halfWritten } = summary(await verifyAuditLog(path));
      assert.deepEqual(faults, []);
      assert.ok(halfWritten.length <= round);
    }
  });
});

/** Waits until a line of this name is in the log. */
async function untilNamed(path: string, name: string): Promise<void> {
  while (!(await Deno.readTextFile(path).catch(() => "")).includes(name)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
