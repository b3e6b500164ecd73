import assert from "node:assert/strict";
import { openPostgres } from "../../../../src/store/postgres/open_postgres.ts";
import { firstServer } from "../../../store/postgres/first_server.ts";
import { logIn } from "../../../../src/store/postgres/log_in.ts";
import { openSocket } from "../../../../src/store/postgres/open_socket.ts";
import { makeAuthority } from "../../testkit/certificates.ts";
import { CLOSED_PORT } from "../../../testkit/closed_port.ts";
import { execute } from "../../../testkit/postgres_database.ts";
import { startPostgres } from "../../../testkit/postgres_server.ts";
import { expectError, expectRefusal } from "../../../store/postgres/expect_error.ts";

const folder = await Deno.makeTempDir();
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const authority = await makeAuthority(folder, "authority");
const stranger = await makeAuthority(folder, "stranger");
const encrypting = await startPostgres(await authority.issue("DNS:db.example"));
const byAddress = await startPostgres(await authority.issue("IP:127.0.0.1"));
const plain = await startPostgres();

const roots = `sslrootcert=${encodeURIComponent(authority.file)}`;
const strangers = `sslrootcert=${encodeURIComponent(stranger.file)}`;
// The name that the certificate must bear; no name service is asked for it.
const named = "host=db.example&hostaddr=127.0.0.1";
const misnamed = "host=db2.example&hostaddr=127.0.0.1";

const REACHED: readonly (readonly [string, "encrypted" | "plain"])[] = [
  ["", "encrypted"],
  ["sslmode=disable", "plain"],
  ["sslmode=allow", "encrypted"],
  ["sslmode=prefer", "encrypted"],
  ["sslmode=require", "encrypted"],
  [`sslmode=require&${roots}`, "encrypted"],
  [`sslmode=verify-ca&${roots}`, "encrypted"],
  [`sslmode=verify-ca&${roots}&${misnamed}`, "encrypted"],
  [`sslmode=verify-full&${roots}&${named}`, "encrypted"],
];

for (const [search, how] of REACHED) {
  Deno.test(`a server that encrypts is reached ${how} with ${shown(search)}`, async () => {
    assert.equal(await sessionOf(encrypting.url("postgres", { search })), how);
  });
}

for (const search of ["", "sslmode=disable", "sslmode=allow", "sslmode=prefer"]) {
  Deno.test(`a server that does not encrypt is reached with ${shown(search)}`, async () => {
    assert.equal(await sessionOf(plain.url("postgres", { search })), "plain");
  });
}

for (const search of ["sslmode=require", `sslmode=verify-ca&${roots}`, "sslmode=verify-full"]) {
  Deno.test(`a server that does not encrypt is refused with ${shown(search)}`, () =>
    expectRefusal({
      code: "store_unavailable",
      message: /the server does not encrypt, but TLS is required$/,
    }, plain.url("postgres", { search })));
}

const UNKNOWN_AUTHORITY = /: no trusted authority has signed the server's certificate$/;
const ANOTHER_HOST = /: the server's certificate is for another host$/;

const REFUSED: readonly (readonly [string, RegExp])[] = [
  [`sslmode=require&${strangers}`, UNKNOWN_AUTHORITY],
  [`sslmode=verify-ca&${strangers}`, UNKNOWN_AUTHORITY],
  [`sslmode=verify-full&${strangers}&${named}`, UNKNOWN_AUTHORITY],
  [`sslmode=verify-full&${named}`, UNKNOWN_AUTHORITY],
  [`sslrootcert=system&${named}`, UNKNOWN_AUTHORITY],
  [`sslmode=verify-full&${roots}&${misnamed}`, ANOTHER_HOST],
  [`sslmode=verify-full&${roots}&host=localhost&hostaddr=127.0.0.1`, ANOTHER_HOST],
  [`sslmode=verify-full&${roots}`, ANOTHER_HOST],
];

for (const [search, message] of REFUSED) {
  Deno.test(`a server that cannot prove itself is refused with ${shown(search)}`, () => {
    const hint = message === UNKNOWN_AUTHORITY
      ? /^sslrootcert=FILE .* root\.crt is not read$/
      : /^$/;
    return expectRefusal(
      { code: "store_unavailable", message, hint },
      encrypting.url("postgres", { search }),
    );
  });
}

Deno.test("a certificate may be for an address", async () => {
  const search = `sslmode=verify-full&${roots}`;
  assert.equal(await sessionOf(byAddress.url("postgres", { search })), "encrypted");
  await expectRefusal(
    { code: "store_unavailable", message: ANOTHER_HOST },
    byAddress.url("postgres", { search: `${search}&${named}` }),
  );
});

Deno.test("authorities that the runtime trusts besides do not stand in for those of the file", async () => {
  for (const mode of ["require", "verify-ca", `verify-full&${named}`]) {
    const url = encrypting.url("postgres", { search: `${strangers}&sslmode=${mode}` });
    const { code, message } = await openElsewhere(url, { DENO_CERT: authority.file });
    assert.equal(code, "store_unavailable");
    assert.match(
      message,
      /: no (trusted authority|authority in sslrootcert) has signed the server's/,
    );
  }
});

Deno.test("the runtime's own variables add authorities where the URL names none, and no way through a proxy", async () => {
  const url = encrypting.url("postgres", { search: `sslmode=verify-full&${named}` });
  const proxy = `http://127.0.0.1:${CLOSED_PORT}`;
  const proxies = { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy, all_proxy: proxy };
  const trusting = { DENO_CERT: authority.file };
  assert.deepEqual(await openElsewhere(url, { ...proxies, ...trusting }), {});
  const { message } = await openElsewhere(url, proxies);
  assert.match(message, UNKNOWN_AUTHORITY);
});

Deno.test("who signed the server's certificate is looked at once more, before anything is answered", async () => {
  const url = (search: string) => firstServer(encrypting.url("postgres", { search }));
  const expected = url(`sslmode=verify-ca&${roots}`);
  const { signal } = new AbortController();
  const opened = await openSocket(url("sslmode=require"), signal);
  assert.equal(opened.authorities, null);
  const others = await Deno.readTextFile(stranger.file);
  await expectError({
    code: "store_unavailable",
    message: /: no authority in sslrootcert has signed the server's certificate$/,
    hint: /chain/,
  }, logIn({ ...opened, authorities: others }, expected));
  opened.socket.destroy();
  const trusted = await openSocket(expected, signal);
  assert.equal(trusted.authorities, await Deno.readTextFile(authority.file));
  await logIn({ ...trusted, authorities: `${others}\n${trusted.authorities}` }, expected);
  trusted.socket.destroy();
});

Deno.test("two hundred connections in a row are encrypted, and none hangs", async () => {
  const url = encrypting.url("postgres", { search: "sslmode=require" });
  for (let round = 0; round < 50; round++) {
    const opened = Array.from({ length: 4 }, () => {
      return openPostgres({ kind: "postgres", url, schema: null });
    });
    await Promise.all((await Promise.all(opened)).map((store) => store.close()));
  }
});

Deno.test("a wrong password is refused over TLS as well", () =>
  expectRefusal(
    { code: "insufficient_permissions", message: /the password was refused$/ },
    encrypting.url("postgres", { search: "sslmode=require", password: "wrong" }),
  ));

Deno.test("a file of authorities that is of no use is named", async () => {
  const url = (file: string) =>
    encrypting.url("postgres", { search: `sslmode=verify-full&sslrootcert=${file}` });
  const missing = `${folder}/none.pem`;
  await expectRefusal(
    { code: "file_not_found", message: /none\.pem": there is no such file$/ },
    url(missing),
  );
  await expectRefusal({ code: "invalid_request", message: /it is a directory$/ }, url(folder));
  const broken = `${folder}/broken.pem`;
  for (const text of ["", "no certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n"]) {
    await Deno.writeTextFile(broken, text);
    const expected = { code: "invalid_request", message: /has no PEM certificate$/ } as const;
    await expectRefusal(expected, url(broken));
  }
});

Deno.test("a client certificate that is of no use is named, and why", async () => {
  const [own, other] = [await authority.issue("DNS:own"), await authority.issue("DNS:other")];
  const write = async (name: string, text: string, mode = 0o600) => {
    await Deno.writeTextFile(`${folder}/${name}`, text, { mode });
    await Deno.chmod(`${folder}/${name}`, mode);
  };
  await write("own.pem", own.certificate);
  await write("own.key", own.privateKey);
  await write("open.key", own.privateKey, 0o640);
  await write("other.key", other.privateKey);
  await write("sealed.key", own.privateKey.replaceAll("PRIVATE", "ENCRYPTED PRIVATE"));
  const url = (cert: string, key: string) => {
    const files = `sslcert=${folder}/${cert}&sslkey=${folder}/${key}`;
    return encrypting.url("postgres", { search: `sslmode=require&${files}` });
  };
  assert.equal(await sessionOf(url("own.pem", "own.key")), "encrypted");
  const refused: readonly (readonly [cert: string, key: string, message: RegExp])[] = [
    ["own.pem", "open.key", /sslkey ".*open\.key": others can read it \(mode 0640\)$/],
    ["own.pem", "other.key", /sslkey ".*other\.key": it is another certificate's key$/],
    ["own.pem", "sealed.key", /sslkey ".*": it is encrypted, which is not supported$/],
    ["own.pem", "own.pem", /sslkey ".*own\.pem": it has no PEM private key$/],
    ["own.key", "own.key", /sslcert ".*own\.key": it has no PEM certificate$/],
  ];
  for (const [cert, key, message] of refused) {
    await expectRefusal({ code: "invalid_request", message }, url(cert, key));
  }
  await expectRefusal(
    { code: "file_not_found", message: /read sslcert ".*none\.pem": there is no such file$/ },
    url("none.pem", "own.key"),
  );
});

/** What the program has that opening a database takes: `sys=uid` to see whose the file of authorities is. */
const PERMISSIONS = ["--allow-net", "--allow-read", "--allow-sys=uid"];

/** What becomes of opening in a process with these variables. */
async function openElsewhere(url: string, env: Readonly<Record<string, string>>) {
  const script = new URL("../../../store/postgres/open_process.ts", import.meta.url).pathname;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--ignore-env", ...PERMISSIONS, script, url],
    env,
    stderr: "inherit",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** How the session is that the store has, as the server sees it. */
async function sessionOf(url: string): Promise<"encrypted" | "plain"> {
  const store = await openPostgres({ kind: "postgres", url: `${url}`, schema: null });
  try {
    const admin = new URL(url);
    admin.search = "";
    const rows = await execute(
      admin.href,
      `select ssl from pg_stat_ssl join pg_stat_activity using (pid)
        where application_name = 'cloacina'`,
    );
    assert.equal(rows.length, 1);
    return rows[0]?.["ssl"] === true ? "encrypted" : "plain";
  } finally {
    await store.close();
  }
}

function shown(search: string): string {
  const words = search.replaceAll(roots, "the authority").replaceAll(strangers, "a stranger's");
  return words === "" ? "no sslmode" : words.replaceAll("&hostaddr=127.0.0.1", "");
}
