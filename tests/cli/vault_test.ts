import assert from "node:assert/strict";
import { fingerprintOf } from "../../src/domain/fingerprint.ts";
import {
  type Asked,
  key,
  keyAnswer,
  type Said,
  signAnswer,
  VAULT_TOKEN,
  withLyingVault,
} from "../http/vault/lying_vault.ts";
import { type Cli, withCli } from "../testkit/cli.ts";
import { toolUnderTest } from "../testkit/tool.ts";

const FINGERPRINT = fingerprintOf(key.publicKey);

const SIGN = "cloacina package sign p --key vault:transit/release";

/** Calls `body` with the tool, the variables that name a Vault, and how many requests that got. */
async function withVault(
  said: Said,
  body: (
    cli: Cli,
    variables: Readonly<Record<string, string>>,
    count: () => number,
  ) => Promise<void>,
): Promise<void> {
  await withLyingVault(said, async ({ url, token }, asked) => {
    await withCli(async (cli) => {
      await cli.write("p", "package");
      await body(cli, { VAULT_ADDR: url, VAULT_TOKEN: token }, () => asked.length);
    });
  });
}

const { kind } = await toolUnderTest();

if (kind === "cloacina-offline") {
  Deno.test("a build without network says in one line that it reaches no Vault", async () => {
    await withVault({}, async (cli, variables, count) => {
      assert.deepEqual(await cli.run(SIGN, variables), {
        stdout: "",
        stderr: "error: Cannot connect to Vault: this build has no network\n" +
          "hint: give a key file, or use the build with a network\n",
        code: 4,
      });
      assert.equal(count(), 0);
    });
  });
} else {
  Deno.test("a thousand packages take four requests, and each has a line in the audit log", async () => {
    await withVault({}, async (cli, variables, count) => {
      await cli.run("mkdir d && seq 1000 | while read n; do echo $n > d/$n.so; done");
      const { stderr, code } = await cli.run(
        "cloacina package sign d --recursive --key vault:transit/release --audit-log a.log > out",
        variables,
      );
      assert.equal(
        stderr,
        `note: the latest version of the key is vault:transit/release@1, fingerprint ${FINGERPRINT}\n` +
          "signed 1000 files\n",
      );
      assert.equal(code, 0);
      assert.equal(count(), 4);
      const lines = (await Deno.readTextFile(`${cli.cwd}/a.log`)).trimEnd().split("\n");
      assert.equal(lines.length, 1000);
      const { signer, key_name, key_fingerprint } = JSON.parse(lines[0]!);
      assert.deepEqual([signer, key_name, key_fingerprint], [
        "vault",
        "transit/release@1",
        FINGERPRINT,
      ]);
      await cli.write("k.pub", key.publicKey);
      const verified = await cli.run(
        "cloacina package verify d/*.so --trust-key k.pub > out",
      );
      assert.deepEqual(verified, { stdout: "", stderr: "verified 1000 files\n", code: 0 });
    });
  });

  Deno.test("what a key of Vault made or shows names the version, also where none was given", async () => {
    await withVault({}, async (cli, variables) => {
      await cli.run(`${SIGN} --audit-log a.log`, variables);
      for (
        const command of [
          `${SIGN} --force`,
          `${SIGN} --skip-signed`,
          "cloacina audit seal a.log --force --key vault:transit/release",
          "cloacina keys export --output k.pem --force --key vault:transit/release",
          "cloacina keys show vault:transit/release",
        ]
      ) {
        const { stdout } = await cli.run(`${command} --json`, variables);
        const { signer, key_name } = [JSON.parse(stdout)].flat()[0];
        assert.deepEqual([signer, key_name], ["vault", "transit/release@1"], command);
        const text = await cli.run(command, variables);
        assert.match(text.stdout, /^key +vault:transit\/release@1$/m, command);
      }
      const { stdout } = await cli.run(
        "cloacina doctor --json --key vault:transit/release",
        variables,
      );
      assert.equal(JSON.parse(stdout).signer.key_name, "transit/release@1");
    });
  });

  Deno.test("Vault signs nothing that would not be written", async () => {
    await withVault({}, async (cli, variables, count) => {
      await cli.write("other", "other");
      const sign = async (flags: string) => {
        const before = count();
        const { stdout, code } = await cli.run(`${SIGN}@1 ${flags} --json`, variables);
        const answers = JSON.parse(stdout).map((one: { skipped?: true; code?: string }) =>
          one.skipped ? "skipped" : one.code ?? "signed"
        );
        return { answers, code, requests: count() - before };
      };
      const terms = "--claim name=p --expires 90d";
      assert.deepEqual(await sign(terms), { answers: ["signed"], code: 0, requests: 3 });
      // The key is read, and nothing else is asked.
      const exists = { answers: ["target_exists"], code: 1, requests: 1 };
      assert.deepEqual(await sign(terms), exists);
      assert.deepEqual(await sign("--skip-signed --claim name=other"), exists);
      const nowhere = { answers: ["file_not_found"], code: 3, requests: 1 };
      assert.deepEqual(await sign("--output gone/p.sig"), nowhere);
      const skipped = { answers: ["skipped"], code: 0, requests: 1 };
      assert.deepEqual(await sign("--skip-signed"), skipped);
      assert.deepEqual(await sign(`--skip-signed ${terms}`), skipped);
      assert.deepEqual(await sign("other --skip-signed"), {
        answers: ["skipped", "signed"],
        code: 0,
        requests: 2,
      });
    });
  });

  Deno.test("a statement is signed by a key of Vault as well, after the package", async () => {
    await withVault({}, async (cli, variables, count) => {
      await cli.write("k.pub", key.publicKey);
      await cli.write("other", "other");
      const { stdout, code } = await cli.run(
        `${SIGN}@1 other --claim version=1.2.0 --expires 90d --json --audit-log a.log`,
        variables,
      );
      assert.equal(code, 0);
      const paths = JSON.parse(stdout).map((one: { package: string }) => one.package);
      assert.deepEqual(paths, ["p", "other"]);
      // The key, both packages, then the statements: the first of them may go alone.
      assert.ok([3, 4].includes(count()), `${count()}`);
      const verify = (requirement: string) =>
        cli.run(`cloacina package verify p other --trust-key k.pub --require '${requirement}'`);
      const good = await verify("version=>=1 <2");
      assert.equal(good.code, 0, good.stderr);
      assert.equal(good.stdout.match(/^claim version +1\.2\.0 \(signed\)$/gm)?.length, 2);
      assert.equal(good.stdout.match(/^expires +\S+ \(signed\)$/gm)?.length, 2);
      assert.equal((await verify("version=>=2")).code, 17);
      assert.match(await Deno.readTextFile(`${cli.cwd}/a.log`), /"version":"1\.2\.0"/);
    });
  });

  Deno.test("where Vault signs the package and not its statement, no file is written", async () => {
    let requests = 0;
    const sign = (asked: Asked) =>
      ++requests === 1
        ? signAnswer(asked)
        : Response.json({ errors: ["permission denied"] }, { status: 403 });
    await withVault({ sign }, async (cli, variables) => {
      const { stdout, code } = await cli.run(`${SIGN}@1 --claim name=p --json`, variables);
      assert.deepEqual([JSON.parse(stdout)[0].code, code, requests], ["signer_refused", 4, 2]);
      assert.equal((await cli.run("ls *.sig")).stdout, "");
    });
  });

  Deno.test("signatures that are stored take two requests, too", async () => {
    await withVault({}, async (cli, variables, count) => {
      const env = {
        ...variables,
        DATABASE_URL: `sqlite://${cli.cwd}/s.db`,
        CLOACINA_ORG: "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      };
      await cli.write("k.pub", key.publicKey);
      await cli.run("seq 3 | while read n; do echo $n > $n.so; done");
      await cli.run(
        "cloacina db migrate && cloacina keys trust --import k.pub --name release",
        env,
      );
      const { stdout, code } = await cli.run(
        "cloacina package sign *.so --key vault:transit/release@1 --store --json",
        env,
      );
      assert.equal(code, 0);
      const names = JSON.parse(stdout).map(({ key_name }: { key_name: string }) => key_name);
      assert.deepEqual(names, Array(3).fill("transit/release@1"));
      assert.equal(count(), 2);
    });
  });

  Deno.test("the token is that of ~/.vault-token where VAULT_TOKEN has none", async () => {
    await withVault({}, async (cli, { VAULT_ADDR }) => {
      const none = await cli.run(SIGN, { VAULT_ADDR: VAULT_ADDR! });
      assert.equal(none.code, 4);
      assert.match(none.stderr, /^error: Cannot connect to Vault: no token was given\n/);

      await cli.run(`umask 077; echo ${VAULT_TOKEN} > ~/.vault-token`);
      const own = await cli.run(SIGN, { VAULT_ADDR: VAULT_ADDR!, VAULT_TOKEN: "" });
      assert.equal(own.code, 0, own.stderr);

      await cli.run("chmod 644 ~/.vault-token");
      const read = await cli.run(`${SIGN} --force`, { VAULT_ADDR: VAULT_ADDR! });
      assert.match(read.stderr, /^warning: .* can be read by others \(mode 0644\); chmod 600 it\n/);

      await cli.run("chmod 666 ~/.vault-token");
      const planted = await cli.run(`${SIGN} --force`, { VAULT_ADDR: VAULT_ADDR! });
      assert.equal(planted.code, 4);
    });
  });

  Deno.test("a home that depends on where a command runs has no token", async () => {
    await withVault({}, async (cli, { VAULT_ADDR }, count) => {
      await cli.run(`umask 077; echo ${VAULT_TOKEN} > .vault-token`);
      for (const HOME of [".", ""]) {
        const variables = { VAULT_ADDR: VAULT_ADDR!, HOME, CLOACINA_HOME: cli.cwd };
        const { stderr, code } = await cli.run(SIGN, variables);
        assert.match(stderr, /^error: Cannot connect to Vault: no token was given\n/);
        assert.equal(code, 4);
      }
      assert.equal(count(), 0);
    });
  });

  Deno.test("an address that would show the token, or is none, is refused without a request", async () => {
    await withVault({}, async (cli, variables, count) => {
      const [begin, end] = ["-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"];
      await cli.write("damaged.pem", `${begin}\nAAAA\n${end}\n`);
      const refused: readonly (readonly [variables: Record<string, string>, says: RegExp])[] = [
        [{ VAULT_ADDR: "" }, /VAULT_ADDR is not set\nhint: set it to the address/],
        [
          { VAULT_ADDR: "http://vault.example.com:8200" },
          /VAULT_ADDR: plain http to another machine .*\nhint: use https$/m,
        ],
        [{ VAULT_ADDR: "127.0.0.1:8200" }, /not an http or https URL/],
        [{ VAULT_ADDR: "https://root:canary@127.0.0.1" }, /credentials; .* VAULT_TOKEN/],
        [
          { VAULT_NAMESPACE: "a\r\nx-vault-token: b" },
          /VAULT_NAMESPACE is not .*\nhint: write it as in team/,
        ],
        [{ VAULT_TOKEN: "two words" }, /it is not a token/],
        [{ VAULT_CACERT: "p" }, /there is none in PEM/],
        [{ VAULT_CACERT: "damaged.pem" }, /certificates of VAULT_CACERT: they are damaged/],
      ];
      for (const [changed, says] of refused) {
        const { stdout, stderr } = await cli.run(SIGN, { ...variables, ...changed });
        assert.equal(stdout, "");
        assert.match(stderr, says);
        assert.doesNotMatch(stderr, /canary|two words/);
      }
      assert.equal(count(), 0);
    });
  });

  Deno.test("in CI, a Vault that is sealed is waited for, and a note says so once", async () => {
    const sealed = [1, 2].map(() =>
      Response.json({ errors: ["Vault is sealed"] }, { status: 503 })
    );
    await withVault({ key: () => sealed.pop() ?? keyAnswer() }, async (cli, variables, count) => {
      const { stderr, code } = await cli.run(`${SIGN}@1 > out`, { ...variables, CI: "true" });
      assert.equal(
        stderr,
        "note: cannot open the key vault:transit/release@1: Vault says Vault is sealed; " +
          "trying again for up to 60 s\n",
      );
      assert.deepEqual([code, count()], [0, 4]);
    });
  });

  Deno.test("--retry-for says for how long a Vault is waited for, in every command that has it", async () => {
    const sealed = () => Response.json({ errors: ["Vault is sealed"] }, { status: 503 });
    await withVault({ key: sealed }, async (cli, variables, count) => {
      const env = { ...variables, CI: "true", CLOACINA_ORG: crypto.randomUUID() };
      await cli.run("cloacina db migrate --database-url sqlite://s.db");
      const commands = [
        SIGN,
        `${SIGN} --store --database-url sqlite://s.db`,
        "cloacina keys show vault:transit/release",
        "cloacina keys export --key vault:transit/release",
        "cloacina doctor --key vault:transit/release",
      ];
      for (const [index, command] of commands.entries()) {
        const { stderr, code } = await cli.run(`${command} --retry-for 0s`, env);
        assert.equal(code, 2, command);
        assert.match(stderr, /Vault says Vault is sealed\n/, command);
        assert.equal(count(), index + 1, command);
      }
      const { stderr, code } = await cli.run(`${SIGN} --retry-for soon`, env);
      assert.match(stderr, /^error: Cannot read --retry-for "soon": it is not a duration\n/);
      assert.deepEqual([code, count()], [1, commands.length]);
    });
    const once = [sealed()];
    await withVault({ key: () => once.pop() ?? keyAnswer() }, async (cli, variables) => {
      const { stderr, code } = await cli.run(`${SIGN}@1 --retry-for 5m > out`, variables);
      assert.match(stderr, /^note: .* Vault is sealed; trying again for up to 300 s\n$/);
      assert.equal(code, 0);
    });
  });

  Deno.test("--ca-cert is refused where no server but Vault is asked", async () => {
    await withVault({}, async (cli, variables, count) => {
      for (
        const [command, refusal] of [
          [SIGN, "Cannot sign: --ca-cert has no effect with --key and without --store"],
          [
            "cloacina keys show vault:transit/release --retry-for 1s",
            "Cannot show the key: --ca-cert has no effect with a key outside the store",
          ],
          [
            "cloacina keys export --key vault:transit/release",
            "Cannot export the key: --ca-cert has no effect with --key",
          ],
        ] as const
      ) {
        assert.deepEqual(await cli.run(`${command} --ca-cert ca.pem`, variables), {
          stdout: "",
          stderr: `error: ${refusal}\nhint: name the CA of Vault in VAULT_CACERT\n`,
          code: 1,
        }, command);
      }
      assert.equal(count(), 0);
    });
  });

  Deno.test("where Vault lies, no file is written, and no word of it has the token", async () => {
    const sign = () =>
      Response.json({ errors: [`what is ${VAULT_TOKEN}?\x1b[2J`] }, { status: 500 });
    await withVault({ sign }, async (cli, variables) => {
      const { stdout, stderr, code } = await cli.run(`${SIGN} --json`, variables);
      assert.equal(code, 4);
      assert.equal(JSON.parse(stdout)[0].code, "signer_refused");
      assert.doesNotMatch(stdout + stderr, /CANARY/);
      assert.ok(!`${stdout}${stderr}`.includes("\x1b"));
      assert.equal((await cli.run("ls *.sig")).stdout, "");
    });
  });

  Deno.test("Ctrl-C ends the wait for an answer", async () => {
    const isAsked = Promise.withResolvers<void>();
    const sign = () => {
      isAsked.resolve();
      return new Promise<never>(() => {});
    };
    await withVault({ sign }, async (cli, variables) => {
      const child = new Deno.Command("cloacina", {
        args: SIGN.split(" ").slice(1),
        cwd: cli.cwd,
        env: { ...cli.env, ...variables },
        clearEnv: true,
        stdin: "null",
        stdout: "null",
        stderr: "piped",
      }).spawn();
      await isAsked.promise;
      child.kill("SIGINT");
      const { code, stderr } = await child.output();
      assert.equal(code, 130);
      assert.match(
        new TextDecoder().decode(stderr),
        /error: Cannot finish the command: interrupted\n$/,
      );
    });
  });
}
