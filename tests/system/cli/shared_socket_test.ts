import assert from "node:assert/strict";
import { isSharedSocket } from "../../../src/store/postgres/open_socket.ts";
import { withCli } from "../../testkit/cli.ts";
import { PASSWORD } from "../../testkit/postgres_data.ts";
import { startPostgres } from "../../testkit/postgres_server.ts";
import { toolUnderTest } from "../../testkit/tool.ts";

// A Unix socket in a directory where anybody may make one: whoever comes first is the server.

const SHARED = ", behind a socket that anybody could have created";

/** What a server asks for, and what is said of it behind a shared socket; null where it proves itself. */
const ASKED = [
  ["password", `the server asks for the password in clear text${SHARED}`],
  ["md5", `the server asks for the password as MD5, and proves nothing${SHARED}`],
  ["trust", `the server asks for no password and proves nothing${SHARED}`],
  ["scram-sha-256", null],
] as const;

/** The server answered, and its database has no tables. */
const ANSWERED = 5;

const tool = await toolUnderTest();

if (tool.kind !== "cloacina-offline") {
  for (const [method, state] of ASKED) {
    Deno.test(`by ${method} a server may ask whose socket not everybody could have put there`, () =>
      withSocket(method, async ({ folder, status }) => {
        for (const mode of [0o755, 0o2775]) {
          await Deno.chmod(folder, mode);
          const { code, stderr } = await status();
          assert.equal(code, ANSWERED, stderr);
          assert.match(stderr, /^error: Cannot report .* as ready: signing_keys is missing, /);
        }
      }));

    Deno.test(`a server behind a shared socket is ${state === null ? "used" : "refused"} that asks by ${method}`, () =>
      withSocket(method, async ({ folder, socket, status }) => {
        for (const mode of [0o777, 0o757, 0o1777]) {
          await Deno.chmod(folder, mode);
          const isShared = mode !== 0o1777 || !await isOwn(socket);
          const { code, stderr } = await status();
          assert.equal(code, state !== null && isShared ? 2 : ANSWERED, stderr);
          if (state !== null && isShared) assert.ok(stderr.includes(state), stderr);
        }
      }));
  }
}

Deno.test("a socket in a sticky directory is shared unless it is one's own; by a link it stays what it is", async () => {
  const folder = await Deno.makeTempDir();
  const other = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/socket`, "");
    await Deno.symlink(`${folder}/socket`, `${other}/link`);
    for (const [mode, isShared] of [[0o1777, false], [0o777, true], [0o755, false]] as const) {
      await Deno.chmod(folder, mode);
      assert.equal(isSharedSocket({ path: `${folder}/socket` }), isShared);
      assert.equal(isSharedSocket({ path: `${other}/link` }), isShared);
    }
    assert.equal(isSharedSocket({ path: `${folder}/gone` }), true);
    assert.equal(isSharedSocket({ host: "127.0.0.1", port: 5432 }), false);
  } finally {
    for (const made of [folder, other]) await Deno.remove(made, { recursive: true });
  }
});

interface Scene {
  readonly folder: string;
  readonly socket: string;
  readonly status: () => Promise<{ readonly code: number; readonly stderr: string }>;
}

async function withSocket(
  method: typeof ASKED[number][0],
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const { folder, port, close } = await startPostgres(undefined, method);
  const host = encodeURIComponent(folder);
  const url = `postgres://postgres:${encodeURIComponent(PASSWORD)}@${host}:${port}/postgres`;
  const socket = `${folder}/.s.PGSQL.${port}`;
  try {
    await withCli(({ run }) =>
      work({
        folder,
        socket,
        status: async () => {
          const { code, stderr } = await run("cloacina db status", { DATABASE_URL: url });
          return { code, stderr };
        },
      })
    );
  } finally {
    await close();
  }
}

async function isOwn(socket: string): Promise<boolean> {
  const { uid } = await Deno.lstat(socket);
  return uid === 0 || uid === Deno.uid();
}
