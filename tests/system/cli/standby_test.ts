import assert from "node:assert/strict";
import { type Cli, withCli } from "../../testkit/cli.ts";
import { createDatabase } from "../../testkit/postgres_database.ts";
import { startPostgres } from "../../testkit/postgres_server.ts";
import { startStandby } from "../testkit/postgres_standby.ts";
import { quoted } from "../../testkit/shell.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { type ApiServer, withApiServer } from "../../cli/api_server.ts";
import { until } from "../../testkit/until.ts";

// A standby that stands still knows nothing of what was revoked since: whoever gets a verdict from it is told.

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const OTHER_ORG = "1b671a64-40d5-491e-99b0-da01ff1f3341";
/** The master key of `withApiServer`, too. */
const SECRET = {
  CLOACINA_KEY_ENCRYPTION_KEY: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
};
const WARNING =
  /^warning: .* answered as a standby, which may be behind its primary: .*--require-primary refuses that$/m;
const NOTICE = "(this comes from a standby of the database, which may be behind its primary)";
const tool = await toolUnderTest();

// The offline build has no network.
if (tool.kind !== "cloacina-offline") {
  const primary = await startPostgres();
  const standby = await startStandby(primary);

  /** A package whose signer the organisation trusts, as both servers have it. */
  const withTrusted = async (work: (cli: Cli, urls: Urls) => Promise<void>) => {
    const name = await createDatabase(primary);
    const urls = { now: primary.url(name), old: standby.url(name) };
    await withCli(async (cli) => {
      await cli.write("pkg.so", SIGNED_PACKAGE.packageBytes);
      await cli.write("pkg.so.sig", SIGNED_PACKAGE.signatureFile);
      await cli.write("signer.pub.pem", SIGNED_PACKAGE.publicKeyPem);
      const now = { DATABASE_URL: urls.now, CLOACINA_ORG: ORG, ...SECRET };
      await done(cli, "cloacina db migrate", now);
      await done(cli, "cloacina keys trust --import signer.pub.pem --name signer", now);
      await done(cli, "cloacina signatures import pkg.so.sig", now);
      await done(cli, "cloacina keys generate --name own", now);
      await standby.catchUp();
      await work(cli, urls);
    });
  };

  /** The same, whose trust the primary has revoked since. */
  const withRevoked = (work: (cli: Cli, urls: Urls) => Promise<void>) =>
    withTrusted(async (cli, urls) => {
      await standby.pause();
      try {
        const revoke = `cloacina keys trusted revoke ${SIGNED_PACKAGE.fingerprint} --yes`;
        const now = { DATABASE_URL: urls.now, CLOACINA_ORG: ORG };
        await done(cli, revoke, now);
        await done(cli, "cloacina keys revoke own --yes", now);
        await work(cli, urls);
      } finally {
        await standby.resume();
      }
    });

  Deno.test(`a verdict of a standby says so, against ${tool.kind}`, () =>
    withRevoked(async (cli, urls) => {
      const old = { DATABASE_URL: urls.old, CLOACINA_ORG: ORG };
      const passed = await cli.run("cloacina package verify pkg.so", old);
      assert.equal(passed.code, 0, passed.stderr);
      assert.match(passed.stderr, WARNING);
      const json = await cli.run("cloacina package verify pkg.so --json", old);
      assert.equal(JSON.parse(json.stdout)[0].from_standby, true);
      assert.match(json.stderr, WARNING);
      const another = { ...old, CLOACINA_ORG: OTHER_ORG };
      const failed = await cli.run("cloacina package verify pkg.so --json", another);
      assert.equal(failed.code, 11);
      const { error } = JSON.parse(failed.stdout)[0];
      assert.match(error, / is not trusted.*chosen by DATABASE_URL/);
      assert.ok(error.includes(NOTICE), error);
      assert.match(failed.stderr, WARNING);
      const preflight = await cli.run("cloacina package preflight pkg.so --json", old);
      assert.ok(JSON.parse(preflight.stdout).warnings.includes(NOTICE.slice(1, -1)));
      const listed = await cli.run("cloacina keys trusted list", old);
      assert.match(listed.stderr, WARNING);
    }));

  Deno.test(`who signs by a standby is warned: a key that was revoked signs, against ${tool.kind}`, () =>
    withRevoked(async (cli, urls) => {
      const sign = (url: string) =>
        cli.run("cloacina package sign pkg.so --key-id own --output own.sig", {
          DATABASE_URL: url,
          CLOACINA_ORG: ORG,
          ...SECRET,
        });
      const signed = await sign(urls.old);
      assert.equal(signed.code, 0, signed.stderr);
      assert.match(signed.stderr, WARNING);
      assert.equal((await sign(urls.now)).code, 16);
    }));

  Deno.test(`the primary's verdict is another, and says nothing of a standby, against ${tool.kind}`, () =>
    withRevoked(async (cli, urls) => {
      const now = { DATABASE_URL: urls.now, CLOACINA_ORG: ORG };
      for (const flag of ["", "--require-primary"]) {
        const { code, stderr } = await cli.run(`cloacina package verify pkg.so ${flag}`, now);
        assert.equal(code, 16, stderr);
        assert.doesNotMatch(stderr, /standby/);
      }
    }));

  Deno.test(`--require-primary refuses a standby, whatever is asked, against ${tool.kind}`, () =>
    withRevoked(async (cli, urls) => {
      const old = { DATABASE_URL: urls.old, CLOACINA_ORG: ORG };
      for (const line of REFUSED) {
        const { code, stderr } = await cli.run(`${line} --require-primary`, old);
        assert.equal(code, 2, `${line}: ${stderr}`);
        assert.match(stderr, /^error: Cannot access the database [^ ]*: a standby answered/m);
        assert.doesNotMatch(stderr, /^warning/m);
      }
    }));

  Deno.test(`a standby is not ready, unless it is what the URL asks for, against ${tool.kind}`, () =>
    withTrusted(async (cli, urls) => {
      const old = { DATABASE_URL: urls.old };
      const status = await cli.run("cloacina db status --json", old);
      assert.equal(status.code, 2, status.stderr);
      const { ready, problems } = JSON.parse(status.stdout);
      assert.deepEqual([ready, problems], [false, ["it is a standby, which takes no changes"]]);
      for (const line of ["cloacina doctor", "cloacina db migrate", SERVE]) {
        const { code, stdout, stderr } = await cli.run(line, { ...old, ...SECRET });
        assert.equal(code, 2, `${line}: ${stderr}`);
        assert.match(
          stdout + stderr,
          /it is a standby, which takes no changes|: it is read-only /m,
        );
      }
      const meant = { DATABASE_URL: `${urls.old}?target_session_attrs=standby` };
      const forReading = await cli.run("cloacina db status --json", meant);
      assert.equal(forReading.code, 0, forReading.stderr);
      assert.equal(JSON.parse(forReading.stdout).ready, true);
    }));

  Deno.test(`a verdict over HTTP says that the server's database is a standby, against ${tool.kind}`, () =>
    withTrusted((cli, urls) => {
      const flags = `--database-url ${quoted(`${urls.old}?target_session_attrs=standby`)}`;
      return withApiServer(tool, { database: urls.now, flags }, async (server) => {
        await standby.catchUp();
        await until(() => WARNING.test(server.said()));
        const api = { CLOACINA_API_URL: server.url, CLOACINA_API_KEY: server.token };
        const change = await cli.run(`cloacina keys generate --name new --org ${ORG}`, api);
        assert.equal(change.code, 2);
        assert.match(change.stderr, /: the server's store takes no changes at the moment/);
        const passed = await cli.run("cloacina package verify pkg.so --json", {
          ...api,
          CLOACINA_ORG: ORG,
        });
        assert.equal(passed.code, 0, passed.stderr);
        assert.equal(JSON.parse(passed.stdout)[0].from_standby, true);
        assert.match(passed.stderr, WARNING);
        assert.equal((await verifyAt(server, ORG)).from_standby, true);
        const failed = await verifyAt(server, OTHER_ORG);
        assert.equal(failed.code, "untrusted_signer");
        assert.ok(failed.error.endsWith(NOTICE), failed.error);
      });
    }));

  Deno.test(`a server that must have the primary does not serve a standby, against ${tool.kind}`, () =>
    withRevoked(async (cli, urls) => {
      const { code, stderr } = await cli.run(
        "export CLOACINA_KEY_ENCRYPTION_KEY=$(printf %064d 7); cloacina serve --bind 127.0.0.1:0 --require-primary",
        { DATABASE_URL: urls.old },
      );
      assert.equal(code, 2, stderr);
      assert.match(stderr, /^error: Cannot access the database [^ ]*: a standby answered/m);
    }));

  Deno.test(`--require-primary is for Postgres, against ${tool.kind}`, () =>
    withCli(async ({ run }) => {
      for (const place of ["--key-dir keys", "--database-url sqlite://s.db"]) {
        const { code, stderr } = await run(
          `cloacina keys list --org ${ORG} --require-primary ${place}`,
        );
        assert.equal(code, 1, stderr);
        assert.match(stderr, /--require-primary is for Postgres, and this store is none/);
      }
      const { code, stderr } = await run(
        `cloacina keys list --org ${ORG} --require-primary --api-url http://127.0.0.1:1`,
      );
      assert.equal(code, 1, stderr);
      assert.match(stderr, /--require-primary is for a store, and --api-url names a server/);
    }));
}

/** The URLs of one database at the standby and at the primary. */
interface Urls {
  readonly old: string;
  readonly now: string;
}

/** What a server answers to the verification of the package for an organisation. */
async function verifyAt({ url, token }: ApiServer, orgId: string) {
  const answer = await fetch(`${url}/v1/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ org_id: orgId, package_hash: SIGNED_PACKAGE.packageHash }),
  });
  return await answer.json();
}

const SERVE = "cloacina serve --bind 127.0.0.1:0";

const REFUSED = [
  "cloacina package verify pkg.so",
  "cloacina package preflight pkg.so",
  "cloacina keys trusted list",
  "cloacina keys list",
  "cloacina db status",
  "cloacina tokens list",
];

async function done(
  { run }: Cli,
  line: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const { code, stderr } = await run(line, variables);
  assert.equal(code, 0, `${line}: ${stderr}`);
}
