import assert from "node:assert/strict";
import { join } from "node:path";
import { openStore } from "../../../src/store/open.ts";
import { execute } from "../../store/sqlite/engine_database.ts";
import { withSandbox } from "../../testkit/sandbox.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { inTerminal } from "../testkit/pty.ts";

const tool = await toolUnderTest();

const ERASE_LINE = "\r\x1b[K";

/** More damaged rows than are printed at a time, and each part of them is more than a pipe holds. */
const ROWS = 3000;

const FILL = `
  WITH RECURSIVE numbers (number) AS (
    SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${ROWS}
  )
  INSERT INTO package_signatures
    SELECT randomblob(16), number, 'f', x'00', '2026-01-01T00:00:00+00:00', NULL FROM numbers`;

Deno.test(`db check shows at a terminal how far it is, and takes that away when it ends, against ${tool.kind}`, () =>
  withSandbox(tool, new Map(), async ({ cwd, env }) => {
    const path = join(cwd, "store.db");
    const store = await openStore({ kind: "sqlite", path });
    await store.migrate();
    await store.close();
    execute(path, FILL);
    // It waits for a reader of the first faults until the bar was seen.
    const { raw, screen } = await inTerminal(
      "cloacina db check | (read _ < /dev/tty; cat > faults)",
      [{ await: "%", type: "\r" }],
      { cwd, env: { ...env, DATABASE_URL: "sqlite://store.db" } },
    );
    assert.match(raw, /\r\[#+-+\] 33%/);
    assert.match(screen, new RegExp(`rows checked: ${ROWS}; bad rows: ${ROWS}`));
    assert.ok(raw.lastIndexOf(ERASE_LINE) > raw.lastIndexOf("%"), raw);
    assert.ok(raw.lastIndexOf(ERASE_LINE) < raw.indexOf("rows checked"), raw);
    const faults = await Deno.readTextFile(join(cwd, "faults"));
    assert.equal(faults.trimEnd().split("\n").length, ROWS + 1);
  }));
