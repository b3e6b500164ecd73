import assert from "node:assert/strict";
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { makeAuthority } from "../../testkit/certificates.ts";
import { execute } from "../../../testkit/postgres_database.ts";
import { PASSWORD } from "../../../testkit/postgres_data.ts";
import { startPostgres } from "../../../testkit/postgres_server.ts";
import { expectRefusal, withStore } from "../../../store/postgres/expect_error.ts";

const folder = await Deno.makeTempDir();
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const authority = await makeAuthority(folder, "authority");
const inClear = await startPostgres(await authority.issue("IP:127.0.0.1"), "password");
const byMd5 = await startPostgres(undefined, "md5");
const byScram = await startPostgres();

const roots = `sslrootcert=${encodeURIComponent(authority.file)}`;

for (
  const search of [
    ...["sslmode=require", `sslmode=require&${roots}`, `sslmode=verify-ca&${roots}`],
    ...[`sslmode=verify-full&${roots}`, roots],
  ]
) {
  Deno.test(`a server that asks for the password in clear gets it with ${shown(search)}`, () =>
    expectIn(inClear.url("postgres", { search })));
}

for (const search of ["", "sslmode=disable", "sslmode=allow", "sslmode=prefer"]) {
  Deno.test(`a server that asks for the password in clear gets none with ${shown(search)}`, () =>
    expectRefusal({
      code: "store_unavailable",
      message: /: the server asks for the password in clear text$/,
      hint: /^with sslmode=verify-full .* scram-sha-256/,
    }, inClear.url("postgres", { search })));
}

Deno.test("a wrong password in clear is refused", () =>
  expectRefusal(
    { code: "insufficient_permissions", message: /the password was refused$/ },
    inClear.url("postgres", { search: "sslmode=require", password: "wrong" }),
  ));

Deno.test("a server on this machine may ask for MD5", async () => {
  const url = byMd5.url("postgres");
  const [row] = await execute(url, "select rolpassword from pg_authid where rolname = 'postgres'");
  assert.match(String(row?.["rolpassword"]), /^md5/);
  await expectIn(url);
  await expectRefusal(
    { code: "insufficient_permissions", message: /the password was refused$/ },
    byMd5.url("postgres", { password: "wrong" }),
  );
});

for (const iterations of [4096, 600_000]) {
  Deno.test(`a role whose password is kept with ${iterations} iterations gets in`, async () => {
    const user = `scram_${iterations}`;
    const verifier = scramVerifier(PASSWORD, iterations);
    await execute(byScram.url("postgres"), `create role ${user} login password '${verifier}'`);
    await expectIn(byScram.url("postgres", { user }));
  });
}

Deno.test("a role whose password is kept with fewer iterations than RFC 7677 has is refused", async () => {
  const verifier = scramVerifier(PASSWORD, 4095);
  await execute(byScram.url("postgres"), `create role weak login password '${verifier}'`);
  await expectRefusal({
    code: "store_unavailable",
    message: /it asks for 4095 iterations of SCRAM, not for 4096 to 1000000$/,
  }, byScram.url("postgres", { user: "weak" }));
});

async function expectIn(url: string): Promise<void> {
  await withStore(url, async (store) => {
    assert.equal((await store.schemaStatus()).owner, "nobody");
  });
}

/** What a server keeps of a password (PostgreSQL, section 53.8, pg_authid). */
function scramVerifier(password: string, iterations: number): string {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const key = (name: string) => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(key("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toBase64()}$${storedKey}:${
    key("Server Key").toString("base64")
  }`;
}

function shown(search: string): string {
  return search.replaceAll(roots, "the authority") || "no sslmode";
}
