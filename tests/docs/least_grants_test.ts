import assert from "node:assert/strict";
import { databaseServer, execute, withDatabase } from "../testkit/postgres_database.ts";
import { withSandbox } from "../testkit/sandbox.ts";
import { runShell } from "../testkit/shell.ts";
import { toolUnderTest } from "../testkit/tool.ts";
import { leastGrants, type Use } from "./least_grants.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const DEADLINE = 120_000;
const NOT_PERMITTED = 4;

/** How each command of the table is run: `ADMIN` is the database as its owner, `N` and `ID` are new in every run. */
const LINES: Readonly<Record<string, string>> = {
  "package verify": "cloacina package verify pkg.cloacina",
  "package preflight": "cloacina package preflight pkg.cloacina",
  "signatures list": "cloacina signatures list",
  "keys list": "cloacina keys list",
  "keys trusted list": "cloacina keys trusted list",
  "orgs list-trust": "cloacina orgs list-trust",
  "orgs graph": "cloacina orgs graph",
  "db status": "cloacina db status",
  "doctor": "cloacina doctor",
  "db check": "cloacina db check",
  "package sign --store": "cloacina package sign pkg.cloacina --key-id k --store",
  "package sign --store --claim":
    "cloacina package sign pkg.cloacina --key-id k --store --claim name=pkg",
  "signatures import": "cloacina signatures import kept.sig",
  "signatures remove":
    'echo "$N" > "$N"; as_admin package sign "$N" --key-id k --store --claim name=n; ' +
    'cloacina signatures remove --package "$N" --fingerprint "$(cat print)" --force --yes',
  "keys generate": 'cloacina keys generate --name "g$N"',
  "keys revoke": 'as_admin keys generate --name "r$N"; cloacina keys revoke "r$N" --yes',
  "master-key rotate": "old=$CLOACINA_KEY_ENCRYPTION_KEY new=$(printf %064d 7); rotate() { " +
    "CLOACINA_KEY_ENCRYPTION_KEY=$1 CLOACINA_NEW_KEY_ENCRYPTION_KEY=$2 cloacina master-key rotate; }; " +
    'rotate "$old" "$new" && rotate "$new" "$old"',
  "keys trust": 'as_admin keys generate --name "t$N"; cloacina keys trust "t$N"',
  "keys trusted revoke":
    'as_admin keys generate --name "u$N" --trust; cloacina keys trusted revoke "u$N" --yes',
  "orgs grant-trust": 'cloacina orgs grant-trust --from "$CLOACINA_ORG" --to "$ID"',
  "orgs revoke-trust": 'as_admin orgs grant-trust --from "$CLOACINA_ORG" --to "$ID"; ' +
    'cloacina orgs revoke-trust --from "$CLOACINA_ORG" --to "$ID" --yes',
  "package verify --minimum-version store": "as_admin_versioned; " +
    "cloacina package verify pkg.cloacina --minimum-version store",
  "orgs list-minimums": "cloacina orgs list-minimums",
  "orgs remove-minimum": "as_admin_versioned; " +
    "as_admin package verify pkg.cloacina --minimum-version store; " +
    'cloacina orgs remove-minimum --name "$N" --yes',
  "tokens create": "cloacina tokens create --role read",
  "tokens list": "cloacina tokens list",
  "tokens revoke": "as_admin tokens create --role read --json; " +
    `id=$(sed -n 's/.*"token_id": "\\(.*\\)".*/\\1/p' quiet); cloacina tokens revoke "$id" --yes`,
  "serve": "cloacina serve --bind 127.0.0.1:0 2> said & pid=$!; " +
    "while kill -0 $pid 2> /dev/null && ! grep -q '^listening on' said; do sleep 0.1; done; " +
    "url=$(sed -n 's/^listening on //p' said); cat said >&2; " +
    'if [ -z "$url" ]; then wait $pid; exit $?; fi; ' +
    "CLOACINA_API_URL=$url CLOACINA_API_KEY=$(cat token) cloacina keys list; code=$?; " +
    "kill -TERM $pid; exit $code",
  "db migrate": "cloacina db migrate",
};

const AS_ADMIN = 'as_admin() { DATABASE_URL=$ADMIN cloacina "$@" > quiet || exit 99; }; ' +
  "as_admin_versioned() { as_admin package sign pkg.cloacina --key-id k --force " +
  '--claim "name=$N" --claim version=1.0.0; }; ';

const SETUP = AS_ADMIN + [
  "as_admin db migrate",
  "as_admin keys generate --name k --trust --json",
  `sed -n 's/.*"fingerprint": "\\(.*\\)".*/\\1/p' quiet > print`,
  "echo package > pkg.cloacina",
  "as_admin package sign pkg.cloacina --key-id k --store --output kept.sig",
  "as_admin tokens create --role read --json",
  `(umask 077; sed -n 's/.*"token": "\\(.*\\)".*/\\1/p' quiet > token)`,
].join(" && ");

/** Runs a line of `sh` as a role, or as the owner of the database. */
type Run = (line: string) => Promise<{ readonly code: number; readonly said: string }>;

/** A database, and a role of it that may do nothing yet. */
interface Kit {
  readonly grant: (grant: string) => Promise<void>;
  readonly revoke: (grant: string) => Promise<void>;
  readonly run: Run;
}

const tool = await toolUnderTest();

// The offline build has no network.
if (tool.kind !== "cloacina-offline") {
  const server = await databaseServer();
  const [reading, ...others] = leastGrants();
  assert.ok(reading !== undefined);

  const withKit = (body: (kit: Kit) => Promise<void>) =>
    withDatabase(server, async (admin, name) => {
      const user = `role_${name}`;
      const { password } = new URL(admin);
      const quoted = `'${decodeURIComponent(password).replaceAll("'", "''")}'`;
      await execute(
        admin,
        `create role ${user} login password ${quoted}; revoke all on schema public from public`,
      );
      const asRole = { DATABASE_URL: server.url(name, { user }), ADMIN: admin };
      try {
        await withSandbox(tool, new Map(), async ({ cwd, env }) => {
          const run: Run = async (line) => {
            const { code, stdout, stderr, expired } = await runShell(AS_ADMIN + line, {
              cwd,
              env: {
                ...{
                  ...env,
                  ...asRole,
                  CLOACINA_ORG: ORG,
                  CLOACINA_KEY_ENCRYPTION_KEY: MASTER_KEY,
                },
                ...{ N: crypto.randomUUID().slice(0, 8), ID: crypto.randomUUID() },
              },
              deadline: DEADLINE,
            });
            const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
            return { code: expired ? -1 : code, said };
          };
          const grant = (grant: string) => execute(admin, `grant ${grant} to ${user}`);
          const revoke = (grant: string) => execute(admin, `revoke ${grant} from ${user}`);
          await body({
            run,
            grant: async (one) => void await grant(one),
            revoke: async (one) => void await revoke(one),
          });
        });
      } finally {
        await execute(admin, `drop owned by ${user} cascade; drop role ${user}`);
      }
    });

  /** Without each of the grants, a command is refused; with all of them, each works. */
  const holds = async ({ grant, revoke, run }: Kit, { commands, grants }: Use) => {
    for (const one of grants) await grant(one);
    for (const one of grants) {
      await revoke(one);
      assert.equal(await refused(run, commands), true, `without ${one}, no command is refused`);
      await grant(one);
    }
    for (const command of commands) {
      const { code, said } = await run(lineOf(command));
      assert.equal(code, 0, `${command}: ${code}\n${said}`);
    }
  };

  Deno.test(`${reading.name}: the grants of the page are enough, and with one less a command is refused, against ${tool.kind}`, () =>
    withKit(async (kit) => {
      assert.equal((await kit.run(SETUP)).code, 0);
      await holds(kit, reading);
    }));

  for (const use of others) {
    Deno.test(`${use.name}: the grants of the page are enough, and with one less a command is refused, against ${tool.kind}`, () =>
      withKit(async (kit) => {
        // What makes the tables finds none.
        if (!use.commands.includes("db migrate")) {
          assert.equal((await kit.run(SETUP)).code, 0);
          for (const one of reading.grants) await kit.grant(one);
        }
        await holds(kit, use);
      }));
  }
}

/** Whether a command ends with the exit code of missing privileges; those before it work. */
async function refused(run: Run, commands: readonly string[]): Promise<boolean> {
  for (const command of commands) {
    const { code, said } = await run(lineOf(command));
    if (code === NOT_PERMITTED) return true;
    assert.equal(code, 0, `${command}: ${code}\n${said}`);
  }
  return false;
}

function lineOf(command: string): string {
  const line = LINES[command];
  if (line === undefined) throw new Error(`No line runs ${command}`);
  return line;
}
