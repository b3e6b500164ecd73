import assert from "node:assert/strict";
import { CLOSED_PORT } from "../../../testkit/closed_port.ts";
import { PASSWORD } from "../../../testkit/postgres_data.ts";
import { execute } from "../../../testkit/postgres_database.ts";
import { type PostgresServer, startPostgres } from "../../../testkit/postgres_server.ts";
import { makeAuthority } from "../../testkit/certificates.ts";
import { startPgBouncer } from "../../testkit/pgbouncer.ts";
import { startStandby } from "../../testkit/postgres_standby.ts";
import { URL_ROWS, type UrlRow } from "./psql_urls.ts";

// What psql makes of a URL, this program does, too: it connects as the same user to the same database of the same
// server, with or without TLS, and may or may not write there; or it refuses. Where that is different, it is on purpose.

const folder = await Deno.makeTempDir();
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const authority = await makeAuthority(folder, "ca");
const stranger = await makeAuthority(folder, "stranger");
const primary = await startPostgres(await authority.issue("IP:127.0.0.1"));
const old = await startPostgres(await authority.issue("IP:127.0.0.1"));
const plain = await startPostgres();
await prepareServers();
const standby = await startStandby(primary);
const bouncer = await startPgBouncer(primary, "transaction", await authority.issue("IP:127.0.0.1"));
await prepareFiles();

/** Who and where a session is: user, database, port, TLS, read-only, name, and a setting that URLs change. */
const IDENTITY = `select pg_catalog.concat_ws(' ', current_user, current_database(),
  pg_catalog.current_setting('port'),
  (select case when ssl then 'tls' else 'plain' end from pg_catalog.pg_stat_ssl
    where pid = pg_catalog.pg_backend_pid()),
  pg_catalog.current_setting('transaction_read_only')) as identity`;

const REFUSED = "refused";

/** How the program refuses a URL, or what is behind it. A fault of the program itself is none of them. */
const REFUSALS = ["invalid_request", "store_unavailable", "insufficient_permissions"]
  .concat("file_not_found", "io_failed");

const asked = URL_ROWS.map(({ url, env }) => ({ url: filled(url), env: environment(env) }));
const answers = await askHere(asked);

for (const [at, row] of URL_ROWS.entries()) {
  Deno.test(`as psql: ${shown(row)}`, async () => {
    const answer = answers[at]!;
    const ours = REFUSALS.includes(answer) ? REFUSED : answer;
    const theirs = await askPsql(asked[at]!);
    if (row.differs === undefined) return assert.equal(ours, theirs);
    const [how] = row.differs;
    if (how === "encrypted here") return assert.equal(ours, theirs.replace("plain", "tls"));
    const [refused, other] = how === "refused here" ? [ours, theirs] : [theirs, ours];
    assert.equal(refused, REFUSED);
    assert.notEqual(other, REFUSED);
  });
}

Deno.test("over a hundred URLs are compared, of which many are taken and many refused", () => {
  assert.ok(URL_ROWS.length >= 110, `${URL_ROWS.length}`);
  const refused = answers.filter((answer) => REFUSALS.includes(answer));
  assert.ok(refused.length > 50 && answers.length - refused.length > 50, `${refused.length}`);
});

interface Asked {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

function environment(env: UrlRow["env"] = {}): Asked["env"] {
  const values = Object.entries(env).map(([name, value]) => [name, filled(value)]);
  return { HOME: folder, ...Object.fromEntries(values) };
}

async function askPsql({ url, env }: Asked): Promise<string> {
  const command = new Deno.Command("psql", {
    args: ["-X", "-A", "-t", "-w", "-c", IDENTITY, url],
    env: { ...env, PATH: Deno.env.get("PATH") ?? "" },
    clearEnv: true,
    stdin: "null",
  });
  const { success, stdout } = await command.output();
  return success ? new TextDecoder().decode(stdout).trim() : REFUSED;
}

/** All at once, in a process that may use more of the network than the tests may. */
async function askHere(urls: readonly Asked[]): Promise<readonly string[]> {
  const script = new URL("../../../store/postgres/identity_process.ts", import.meta.url).pathname;
  // A Unix socket is read and written.
  const permissions = ["--allow-net", "--allow-read", "--allow-write", "--allow-env"]
    .concat("--allow-sys=uid");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--cached-only", "--frozen", ...permissions, script],
    ...{ stdin: "piped", stdout: "piped", stderr: "inherit" },
  }).spawn();
  await new Response(JSON.stringify({ question: IDENTITY, urls })).body!.pipeTo(child.stdin);
  return JSON.parse(new TextDecoder().decode((await child.output()).stdout));
}

/** The roles of the URLs, of which each logs in as its name says. */
async function prepareServers(): Promise<void> {
  const roles = `create role op login password 'secret';
    create role plus login password 'a+b';
    create role colon login password 'a:b\\c';
    create role at login password 'p@ss';
    create role clear login password 'secret';
    create role careful login password 'secret';
    alter role careful set default_transaction_read_only = on;
    create role trusted login;
    create role server login`;
  const hba =
    "hostssl all server all cert\nhost all trusted all trust\nhost all clear all password\n";
  for (const server of [primary, old, plain]) {
    await execute(server.url("postgres"), roles);
    await execute(server.url("postgres"), "create database keys");
    if (server !== plain) await execute(server.url("postgres"), 'create database "my db"');
    await prepend(`${server.folder}/data/pg_hba.conf`, server === plain ? "" : hba);
  }
  await Deno.copyFile(authority.file, `${primary.folder}/root.pem`);
  await Deno.chmod(`${primary.folder}/root.pem`, 0o644);
  await configure(primary, `ssl_ca_file = '${primary.folder}/root.pem'`);
  await configure(old, "ssl_max_protocol_version = 'TLSv1.2'");
  await configure(old, `ssl_ca_file = '${primary.folder}/root.pem'`);
}

async function configure(server: PostgresServer, setting: string): Promise<void> {
  await execute(server.url("postgres"), `alter system set ${setting}`);
  await execute(server.url("postgres"), "select pg_reload_conf()");
}

async function prepend(path: string, lines: string): Promise<void> {
  await Deno.writeTextFile(path, `${lines}${await Deno.readTextFile(path)}`);
}

/** Certificates are for the name `server`. */
async function prepareFiles(): Promise<void> {
  const [own, other] = [await authority.issue("DNS:own"), await stranger.issue("DNS:other")];
  const passwords = [
    `other.example:*:*:*:wrong\n127.0.0.1:${CLOSED_PORT}:*:*:wrong\n127.0.0.1:${primary.port}:keys:op:secret`,
    "localhost:*:*:op:wrong\n*:*:*:colon:a\\:b\\\\c\n*:*:*:plus:a+b\n",
  ].join("\n");
  const server = `host=127.0.0.1\nport=${primary.port}\n`;
  const services = [
    `# comment\n[other]\nhost=other.example\n\n[keys]\n${server}user=op\npassword=secret\ndbname=keys\n`,
    `[strange]\n${server}user=op\npassword=secret\ndbname=keys\nsslmod=require\n`,
    `[nested]\n${server}service=keys\n`,
  ].join("\n");
  await Deno.mkdir(`${folder}/home`);
  await Deno.mkdir(`${folder}/open_home`);
  const files: readonly (readonly [name: string, content: string, mode: number])[] = [
    ["op.pem", own.certificate, 0o644],
    ["op.key", own.privateKey, 0o600],
    ["open.key", own.privateKey, 0o644],
    ["other.pem", other.certificate, 0o644],
    ["other.key", other.privateKey, 0o600],
    ["passwords", passwords, 0o600],
    ["open_passwords", passwords, 0o644],
    ["home/.pgpass", passwords, 0o600],
    ["open_home/.pgpass", passwords, 0o644],
    ["services", services, 0o600],
    ["home/.pg_service.conf", services, 0o600],
  ];
  for (const [name, content, mode] of files) {
    await Deno.writeTextFile(`${folder}/${name}`, content);
    await Deno.chmod(`${folder}/${name}`, mode);
  }
}

function filled(text: string): string {
  const ports = {
    A: primary.port,
    B: plain.port,
    S: standby.port,
    O: old.port,
    P: bouncer.port,
    X: CLOSED_PORT,
  };
  const values = new Map<string, string>([
    ["F", folder],
    ["U", primary.folder],
    ["E", encodeURIComponent(primary.folder)],
    ["W", encodeURIComponent(PASSWORD)],
    ...Object.entries(ports).flatMap(([name, port]): [string, string][] => [
      [name, `127.0.0.1:${port}`],
      [name.toLowerCase(), String(port)],
    ]),
  ]);
  return text.replace(/\{(\w)\}/g, (_, name) => values.get(name)!);
}

function shown({ url, env = {}, differs }: UrlRow): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value} `).join("");
  return `${variables}${url}${differs === undefined ? "" : `, but ${differs.join(": ")}`}`;
}
