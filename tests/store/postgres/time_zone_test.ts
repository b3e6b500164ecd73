import assert from "node:assert/strict";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { withStore } from "./expect_error.ts";

const server = await databaseServer();

// Offset of the process in minutes, the database's settings.
const ZONES: readonly (readonly [string, number, string])[] = [
  ["UTC", 0, "set timezone = 'Asia/Kolkata'"],
  ["Pacific/Auckland", -780, "set timezone = 'America/Los_Angeles'"],
  ["America/St_Johns", 150, "set datestyle = 'SQL, DMY'"],
  ["Europe/Berlin", -120, "set datestyle = 'German'"],
  ["Asia/Kathmandu", -345, "set bytea_output = 'escape'"],
];

for (const [zone, offset, setting] of ZONES) {
  Deno.test(`a process in ${zone} with a database that has ${setting} keeps times and bytes`, () =>
    withDatabase(server, async (url, name) => {
      await withStore(url, async (store) => void await store.migrate());
      await execute(url, `alter database ${name} ${setting}`);
      const written = await roundTrip(url, zone);
      assert.equal(written.offset, offset);
      const [row] = await execute(
        url,
        `set datestyle = 'ISO';
          select created_at::text as created, revoked_at::text as revoked from signing_keys
          where id = '${written.id}'`,
      );
      assert.deepEqual({ ...row }, {
        created: "2026-03-29 02:30:00.5",
        revoked: "2026-10-25 01:30:00",
      });
    }));
}

async function roundTrip(url: string, zone: string) {
  const script = new URL("round_trip_process.ts", import.meta.url).pathname;
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-net", "--ignore-env", script, url],
    env: { TZ: zone },
    stderr: "inherit",
  }).output();
  assert.ok(success);
  return JSON.parse(new TextDecoder().decode(stdout));
}
