import assert from "node:assert/strict";
import { type Cli, type Said, withCli } from "../../testkit/cli.ts";

// What CIFS, NFS and file systems of FUSE lack: the real strace lets the calls of the tool fail as they do there.

const ORG = "11111111-1111-4111-8111-111111111111";

const NO_SYNC = ["EINVAL", "EOPNOTSUPP", "ENOSYS"];
const NO_LOCK = ["ENOLCK", "EOPNOTSUPP", "ENOSYS"];
const NO_LINK = ["EPERM", "EXDEV", "EINVAL", "EACCES", "ENOSYS", "EOPNOTSUPP"];

const HINT = "hint: keep it on a file system that supports flock, such as a local disk";

for (const errno of NO_SYNC) {
  Deno.test(`files, key directories and logs are written where no directory syncs: ${errno}`, () =>
    withCli(async (cli) => {
      const fault = `fsync:error=${errno}`;
      const paths = await preparedFolders(cli);
      const file = await underFault(cli, { fault, paths }, "keys generate --name f --output f.pem");
      assert.deepEqual([file.code, file.faults > 0], [0, true], file.stderr);
      assert.match(await Deno.readTextFile(`${cli.cwd}/f.pem`), /-----END PRIVATE KEY/);
      const key = await underFault(cli, { fault, paths }, `keys generate --name b --org ${ORG}`);
      assert.deepEqual([key.code, key.faults > 0], [0, true], key.stderr);
      const list = await cli.run(`cloacina keys list --org ${ORG} --json`, settingsIn(cli));
      const names = JSON.parse(list.stdout).map(({ name }: { name: string }) => name);
      assert.deepEqual(names.sort(), ["a", "b"]);
      assert.equal((await cli.run("cloacina audit verify", settingsIn(cli))).code, 0);
    }));
}

Deno.test("a directory whose sync fails with EIO is a failure", () =>
  withCli(async (cli) => {
    const paths = await preparedFolders(cli);
    const command = "keys generate --name f --output f.pem";
    const { code, stderr } = await underFault(cli, { fault: "fsync:error=EIO", paths }, command);
    assert.equal(code, 2);
    assert.match(stderr, /^error: Cannot .*: input or output failed \(EIO\)$/m);
  }));

for (const errno of NO_LOCK) {
  Deno.test(`a file system without locks is named: ${errno}`, () =>
    withCli(async (cli) => {
      const fault = `flock:error=${errno}`;
      await preparedFolders(cli);
      const store = await underFault(
        cli,
        { fault, paths: [`${cli.cwd}/keys/lock`] },
        `keys generate --name b --org ${ORG}`,
      );
      const state = `the key directory "${cli.cwd}/keys": its file system has no locks`;
      assert.deepEqual([store.code, store.faults > 0], [2, true], store.stderr);
      assert.equal(store.stderr, `error: Cannot lock ${state}\n${HINT}\n`);
      const log = await underFault(
        cli,
        { fault, paths: [`${cli.cwd}/log/a.log`] },
        `keys generate --name b --org ${ORG}`,
      );
      assert.deepEqual([log.code, log.faults > 0], [2, true], log.stderr);
      const place = 'the audit log "log/a.log"';
      const words = `error: Cannot lock ${place}: its file system has no locks\n${HINT}`;
      assert.ok(log.stderr.startsWith(words), log.stderr);
      const list = await cli.run(`cloacina keys list --org ${ORG} --json`, settingsIn(cli));
      assert.equal(JSON.parse(list.stdout).length, 1);
    }));
}

for (const errno of NO_LINK) {
  Deno.test(`a new file is written where it cannot be linked: ${errno}`, () =>
    withCli(async (cli) => {
      const fault = `?link,linkat:error=${errno}`;
      const paths = [`${cli.cwd}/f.pem`, `${cli.cwd}/f.pub.pem`];
      const command = "keys generate --name f --output f.pem";
      const first = await underFault(cli, { fault, paths }, command);
      assert.deepEqual([first.code, first.faults], [0, 2], first.stderr);
      const names = Array.from(Deno.readDirSync(cli.cwd), ({ name }) => name);
      assert.deepEqual(names.filter((name) => name.startsWith(".cloacina-")), []);
      const made = await Deno.readTextFile(`${cli.cwd}/f.pem`);
      const again = await underFault(cli, { fault, paths }, command);
      assert.equal(again.code, 1);
      assert.match(again.stderr, /Cannot write "f.pem": it already exists/);
      assert.equal(await Deno.readTextFile(`${cli.cwd}/f.pem`), made);
    }));
}

function settingsIn({ cwd }: Cli) {
  return {
    CLOACINA_PASSPHRASE: "correct horse battery",
    CLOACINA_KEY_DIR: `${cwd}/keys`,
    CLOACINA_AUDIT_LOG: "log/a.log",
  };
}

/** The folders of a key directory with one key, of a log that does not exist yet, and of files. */
async function preparedFolders(cli: Cli): Promise<readonly string[]> {
  await Deno.mkdir(`${cli.cwd}/log`, { mode: 0o700 });
  const key = `cloacina keys generate --name a --org ${ORG}`;
  const made = await cli.run(key, { ...settingsIn(cli), CLOACINA_AUDIT_LOG: "off" });
  assert.equal(made.code, 0, made.stderr);
  const found = await cli.run(`find ${cli.cwd} -type d`);
  return found.stdout.trim().split("\n");
}

interface Limits {
  /** An inject expression of strace. */
  readonly fault: string;
  /** The files or folders whose calls fail. */
  readonly paths: readonly string[];
}

/** What a command says, and how many of its calls failed. */
async function underFault(
  cli: Cli,
  { fault, paths }: Limits,
  command: string,
): Promise<Said & { readonly faults: number }> {
  const traced = fault.slice(0, fault.indexOf(":"));
  const strace = `strace -f -qq -o trace.log -e trace=${traced} -e inject=${fault}`;
  const places = paths.map((path) => `-P ${path}`).join(" ");
  const said = await cli.run(`${strace} ${places} cloacina ${command}`, settingsIn(cli));
  const trace = await Deno.readTextFile(`${cli.cwd}/trace.log`);
  return { ...said, faults: trace.split("(INJECTED)").length - 1 };
}

for (const errno of ["EOPNOTSUPP", "ENOSYS"]) {
  Deno.test(`an SQLite database on a file system without locks is named: ${errno}`, () =>
    withCli(async (cli) => {
      const database = `${cli.cwd}/store.db`;
      const DATABASE_URL = `sqlite://${database}`;
      assert.equal((await cli.run("cloacina db migrate", { DATABASE_URL })).code, 0);
      const strace = `strace -f -qq -o trace.log -e trace=fcntl -e inject=fcntl:error=${errno}`;
      const command = `cloacina keys list --org ${ORG}`;
      const said = await cli.run(`${strace} -P ${database} ${command}`, { DATABASE_URL });
      assert.equal(said.code, 2);
      const line =
        `error: Cannot access the database "${database}": its file system has no locks\n` +
        "hint: keep it on a file system that supports locks, such as a local disk\n";
      assert.equal(said.stderr, line);
    }));
}
