import assert from "node:assert/strict";
import { type Cli, withCli } from "../../testkit/cli.ts";
import { withFatFolder } from "../testkit/fat_folder.ts";

const STATE = ": it holds a secret, and its file system shows it to others (mode 0755)";
const HINT = "hint: choose a place on a file system that keeps owners and modes";
const ORG = { CLOACINA_ORG: "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11", CLOACINA_PASSPHRASE: "p" };

/** What writes a private key to the stick, and which file holds it. */
const PRIVATE: readonly (readonly [command: string, file: string])[] = [
  ["keys generate --name k --output $STICK/k.pem", "k.pem"],
  ["keys convert own.pem --private --format raw --output $STICK/k.raw", "k.raw"],
  ["keys export k --key-dir own --private --output $STICK/k.pem --no-encrypt", "k.pem"],
  ["master-key generate --output $STICK/master.key", "master.key"],
  ["keys generate --name k --key-dir $STICK/keys", "keys/master-key.json"],
  ["db migrate --database-url sqlite://$STICK/store.db", "store.db"],
];

async function withStick(body: (cli: Cli, stick: string) => Promise<void>): Promise<void> {
  await withFatFolder((stick) => withCli((cli) => body(cli, stick)));
}

Deno.test("where a file system shows everything to others, no private key is written", () =>
  withStick(async (cli, stick) => {
    const run = (command: string) => cli.run(`cloacina ${command}`, { ...ORG, STICK: stick });
    await run("keys generate --name k --output own.pem");
    await run("keys generate --name k --key-dir own");
    for (const [command, file] of PRIVATE) {
      const { stdout, stderr, code } = await run(command);
      assert.equal(code, 4, stderr);
      assert.equal(stdout, "");
      const [error = "", hint] = stderr.trimEnd().split("\n");
      assert.ok(error.startsWith(`error: Cannot write "${stick}/`), error);
      assert.ok(error.endsWith(STATE), error);
      assert.equal(hint, HINT);
      await assert.rejects(Deno.lstat(`${stick}/${file}`), Deno.errors.NotFound);
    }
    assert.deepEqual(filledFilesIn(stick), []);
  }));

Deno.test("with --allow-unsafe-modes, or the variable, it is written all the same", () =>
  withStick(async (cli, stick) => {
    const variables = { ...ORG, STICK: stick };
    await cli.run("cloacina keys generate --name k --output own.pem", variables);
    await cli.run("cloacina keys generate --name k --key-dir own", variables);
    for (const [command, file] of PRIVATE.slice(0, -1)) {
      const flag = await cli.run(`cloacina ${command} --allow-unsafe-modes`, variables);
      assert.equal(flag.code, 0, flag.stderr);
      assert.ok((await Deno.stat(`${stick}/${file}`)).isFile);
      await cli.run(`rm -r $STICK/*`, variables);
      const allow = { ...variables, CLOACINA_ALLOW_UNSAFE_MODES: "1" };
      const variable = await cli.run(`cloacina ${command}`, allow);
      assert.equal(variable.code, 0, variable.stderr);
      await cli.run(`rm -r $STICK/*`, variables);
    }
  }));

Deno.test("what is no secret is written there, and a key that lies there is used, with a warning", () =>
  withStick(async (cli, stick) => {
    await cli.write("pkg.so", "package");
    const variables = { ...ORG, STICK: stick };
    await cli.run(
      "cloacina keys generate --name k --output own.pem; cp own.pem own.pub.pem pkg.so $STICK",
      variables,
    );
    const signed = await cli.run(
      "cd $STICK; cloacina package sign pkg.so --key own.pem",
      variables,
    );
    const warning = 'warning: "own.pem" can be read by others (mode 0755); chmod 600 it\n';
    assert.deepEqual([signed.stderr, signed.code], [warning, 0]);
    const verified = await cli.run(
      "cd $STICK; cloacina package verify pkg.so --trust-key own.pub.pem",
      variables,
    );
    assert.equal(verified.code, 0, verified.stderr);
    const exported = await cli.run(
      "cloacina keys convert own.pem --format pem --output $STICK/again.pub.pem",
      variables,
    );
    assert.equal(exported.code, 0, exported.stderr);
  }));

/** The paths of all files that hold anything: a key directory's lock, which is empty, may lie there. */
function filledFilesIn(folder: string): readonly string[] {
  return Deno.readDirSync(folder).toArray().flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return filledFilesIn(path);
    return Deno.statSync(path).size === 0 ? [] : [path];
  });
}
