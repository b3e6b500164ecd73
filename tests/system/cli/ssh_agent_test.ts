import assert from "node:assert/strict";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ed25519Signer } from "../../../src/crypto/ed25519.ts";
import { sha256 } from "../../../src/crypto/sha256.ts";
import { signRequest } from "../../../src/formats/agent/ssh_agent.ts";
import { writeSshPublicBlob } from "../../../src/formats/keys/ssh_public_blob.ts";
import { type Cli, type Said, withCli } from "../../testkit/cli.ts";
import { freePort } from "../../testkit/free_port.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { writeProgram } from "../../testkit/write_program.ts";
import { inTerminal } from "../testkit/pty.ts";

const FAKE_AGENT = fileURLToPath(new URL("../testkit/fake_agent.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../deno.json", import.meta.url));

const FAKE_KEY = (await ed25519Signer(new Uint8Array(32).fill(1))).publicKey;
const FAKE_FINGERPRINT = sha256(FAKE_KEY).toHex();

const REFUSED = new RegExp(
  "^error: Cannot sign with the key [0-9a-f]{64} of the agent: the agent refuses\n" +
    "hint: the agent may be locked, the key expired, removed or meant for certain hosts, or its " +
    "confirmation denied or impossible without a display; `ssh-add -l` lists the keys\n$",
);

const tool = await toolUnderTest();

function agentTest(what: string, body: (cli: Cli) => Promise<void>): void {
  Deno.test(`${what}, against ${tool.kind}`, () =>
    withCli(async (cli) => {
      await cli.write("pkg.so", "package\n");
      await body(cli);
    }));
}

/** Runs a script with the real agent, which holds nothing yet. `./key` is one for it. */
async function withAgent(cli: Cli, script: string): Promise<Said> {
  await cli.run("ssh-keygen -q -t ed25519 -N '' -C release -f key");
  await cli.write("script", script);
  return await cli.run("ssh-agent sh ./script");
}

function assertUnsigned({ cwd }: Cli): void {
  const names = Array.from(Deno.readDirSync(cwd), ({ name }) => name);
  assert.deepEqual(names.filter((name) => name.endsWith(".sig")), []);
}

if (tool.kind !== "cloacina-offline") {
  agentTest(
    "an agent that is locked lists nothing, and signs again once it is unlocked",
    async (cli) => {
      await writeProgram(`${cli.cwd}/ask`, "#!/bin/sh\necho hunter2\n");
      const { stdout, stderr, code } = await withAgent(
        cli,
        `ssh-add -q key; export SSH_ASKPASS=$PWD/ask SSH_ASKPASS_REQUIRE=force DISPLAY=none
      ssh-add -q -x; cloacina package sign pkg.so --key ssh-agent:release; echo $?; ls *.sig
      ssh-add -q -X; cloacina package sign pkg.so --key ssh-agent:release`,
      );
      assert.match(stdout, /^3\nsigned /);
      assert.match(
        stderr,
        /^error: Cannot find the key "release" in the agent: it holds no such key$/m,
      );
      assert.match(stderr, /^hint: it lists no keys: .* unlocks an agent that is locked$/m);
      assert.equal(code, 0);
    },
  );

  agentTest(
    "what a confirmation denies is not signed, and is told without a reason",
    async (cli) => {
      await cli.run("ssh-keygen -q -t ed25519 -N '' -C release -f key");
      const { stderr, code } = await cli.run(
        "SSH_ASKPASS=/bin/false DISPLAY=none ssh-agent sh -c 'ssh-add -q -c key; cloacina package sign pkg.so --key ssh-agent:'",
      );
      assert.match(stderr, REFUSED);
      assert.equal(code, 4);
      assertUnsigned(cli);
    },
  );

  agentTest(
    "a statement is confirmed after its package; denied, nothing is written",
    async (cli) => {
      // Says yes to the first question only, and counts all.
      const log = `${cli.cwd}/asked`;
      await cli.write("ask", `#!/bin/sh\necho asked >> ${log}\n[ "$(wc -l < ${log})" -eq 1 ]\n`);
      await Deno.chmod(`${cli.cwd}/ask`, 0o700);
      await cli.run("ssh-keygen -q -t ed25519 -N '' -C release -f key");
      const { stderr, code } = await cli.run(
        "SSH_ASKPASS=$PWD/ask DISPLAY=none ssh-agent sh -c 'ssh-add -q -c key; cloacina package sign pkg.so --key ssh-agent: --claim name=p'",
      );
      assert.match(stderr, REFUSED);
      assert.equal(code, 4);
      assert.equal(await Deno.readTextFile(log), "asked\nasked\n");
      assertUnsigned(cli);
    },
  );

  agentTest("a key that is removed after it was found signs nothing", async (cli) => {
    // The directory is made once the key was found; the package is read after that.
    const { stdout, stderr, code } = await withAgent(
      cli,
      `ssh-add -q key
      (until [ -d out ]; do sleep 0.1; done; ssh-add -q -d key 2> /dev/null; echo package) |
        cloacina package sign - --key ssh-agent: --output-dir out`,
    );
    assert.equal(stdout, "");
    assert.match(stderr, REFUSED);
    assert.equal(code, 4);
    assert.deepEqual([...Deno.readDirSync(`${cli.cwd}/out`)], []);
  });

  agentTest("a statement is signed by the key of an agent as well", async (cli) => {
    const { stdout, stderr, code } = await withAgent(
      cli,
      `ssh-add -q key; cloacina package sign pkg.so --key ssh-agent: --claim version=1.2.0 > signed
      cloacina keys export --key ssh-agent: > key.pub.pem
      cloacina package verify pkg.so --trust-key key.pub.pem --require 'version=>=1 <2'`,
    );
    assert.match(stdout, /^claim version +1\.2\.0 \(signed\)$/m, stderr);
    assert.equal(code, 0);
  });

  agentTest("a key that has expired is not found", async (cli) => {
    const { stderr, code } = await withAgent(
      cli,
      `ssh-add -q -t 1 key; while ssh-add -q -l > /dev/null; do sleep 0.2; done
      cloacina package sign pkg.so --key ssh-agent:`,
    );
    assert.match(stderr, /^error: Cannot find the key in the agent: it holds no Ed25519 key\n/);
    assert.equal(code, 3);
  });

  agentTest("the agent of GnuPG signs, and its pinentry may deny it", async (cli) => {
    await cli.run("ssh-keygen -q -t ed25519 -N '' -C release -f key; mkdir -m 700 gpg");
    await writeProgram(
      `${cli.cwd}/pinentry`,
      `#!/bin/sh
      echo OK
      while read -r command rest; do
        case $command in
          CONFIRM) if [ -e ${cli.cwd}/deny ]; then echo 'ERR 83886179 cancelled'; else echo OK; fi ;;
          BYE) echo OK; exit ;;
          *) echo OK ;;
        esac
      done
      `,
    );
    await cli.write("gpg/gpg-agent.conf", `pinentry-program ${cli.cwd}/pinentry\n`);
    await cli.write(
      "script",
      `ssh-add -q -c key 2> /dev/null; cloacina package sign pkg.so --key ssh-agent:release > signed
      echo $?; rm pkg.so.sig; : > deny; cloacina package sign pkg.so --key ssh-agent:release`,
    );
    const { stdout, stderr, code } = await cli.run(
      "gpg-agent --quiet --homedir gpg --daemon --enable-ssh-support sh ./script 2> err; code=$?; grep -v gpg-agent err >&2; exit $code",
    );
    assert.equal(stdout, "0\n", stderr);
    assert.match(stderr, REFUSED);
    assert.equal(code, 4);
    assertUnsigned(cli);
  });

  agentTest("an agent that is forwarded through ssh signs", async (cli) => {
    const port = freePort();
    await cli.run(
      "for k in host login; do ssh-keygen -q -t ed25519 -N '' -C $k -f $k; done; cp login.pub authorized",
    );
    await cli.write(
      "sshd_config",
      [
        `Port ${port}`,
        "ListenAddress 127.0.0.1",
        `HostKey ${cli.cwd}/host`,
        `AuthorizedKeysFile ${cli.cwd}/authorized`,
        "StrictModes no",
        "UsePAM no",
        "PidFile none",
        "PermitRootLogin prohibit-password",
        "",
      ].join("\n"),
    );
    const remote = `cd ${cli.cwd} && CLOACINA_HOME=${cli.env.CLOACINA_HOME} ${
      dirname(cli.cwd)
    }/bin/cloacina package sign pkg.so --key ssh-agent:login`;
    await cli.write("remote", remote);
    await using _server = await startSshd(`${cli.cwd}/sshd_config`);
    const { stdout, stderr, code } = await cli.run(
      `ssh-agent sh -c 'ssh-add -q login; ssh -F none -A -p ${port} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR 127.0.0.1 "$(cat remote)"'`,
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^signed +pkg\.so\n/);
  });

  Deno.test(`an agent that misbehaves, against ${tool.kind}`, async (test) => {
    await withCli(async (cli) => {
      await cli.write("pkg.so", "package\n");
      await using _agent = await startFakeAgent(cli.cwd);
      const sign = (behaviour: string, more = "") =>
        cli.run(
          `cloacina package sign pkg.so ${more} --key ssh-agent: --agent-socket ${behaviour}`,
        );

      await test.step("it is asked once, for the hash and without flags", async () => {
        assert.equal((await sign("honest", "--output good.sig")).code, 0);
        const hash = sha256(new TextEncoder().encode("package\n"));
        const asked = signRequest(writeSshPublicBlob(FAKE_KEY), hash).subarray(4).toHex();
        assert.equal(await Deno.readTextFile(`${cli.cwd}/honest.asked`), `${asked}\n`);

        assert.equal((await sign("honest", "--output good.sig --skip-signed")).code, 0);
        const { stderr } = await sign("honest", "--output good.sig");
        assert.match(stderr, /^error: Cannot write "good.sig": it already exists\n/);
        assert.equal((await sign("honest", "--output gone/good.sig")).code, 3);
        // Nobody confirms what would not be written.
        assert.equal(await Deno.readTextFile(`${cli.cwd}/honest.asked`), `${asked}\n`);
        await Deno.remove(`${cli.cwd}/good.sig`);
      });

      const lie =
        `Cannot sign with the key ${FAKE_FINGERPRINT}: the ssh-agent answered with what is no signature by it`;
      const answer = "Cannot read the answer of the agent: ";
      const faults = {
        lies: lie,
        replays: lie,
        garbles: `${answer}its OpenSSH data ends too early`,
        floods: `${answer}it is over 256 KiB`,
        cuts: 'Cannot connect to the agent at "cuts": it closed the connection',
        closes: 'Cannot connect to the agent at "closes": it closed the connection',
      };
      for (const [behaviour, message] of Object.entries(faults)) {
        await test.step(`what it ${behaviour} is not written`, async () => {
          const { stdout, stderr, code } = await sign(behaviour);
          assert.deepEqual({ stdout, stderr, code }, {
            stdout: "",
            stderr: `error: ${message}\n`,
            code: 2,
          });
          assertUnsigned(cli);
        });
      }

      const listFaults = {
        "list-refuses": [
          "Cannot list the keys of the agent: the agent refuses\nhint: the agent may be locked, the " +
          "key expired, removed or meant for certain hosts, or its confirmation denied or " +
          "impossible without a display; `ssh-add -l` lists the keys",
          4,
        ],
        "list-honest": [`${answer}it is of type 14, not 12`, 2],
        "list-garbles": [`${answer}it is of type 14, not 12`, 2],
        "list-floods": [faults.floods, 2],
        "list-cuts": ['Cannot connect to the agent at "list-cuts": it closed the connection', 2],
        "list-closes": [
          'Cannot connect to the agent at "list-closes": it closed the connection',
          2,
        ],
      } as const;
      for (const [behaviour, [message, code]] of Object.entries(listFaults)) {
        await test.step(`what it sends for its keys by ${behaviour} is not taken for them`, async () => {
          const said = await sign(behaviour);
          assert.deepEqual(said, { stdout: "", stderr: `error: ${message}\n`, code });
          await assert.rejects(Deno.stat(`${cli.cwd}/${behaviour}.asked`), Deno.errors.NotFound);
          assertUnsigned(cli);
        });
      }

      await test.step("it is asked for its keys once, however many packages there are", async () => {
        for (const name of ["1.so", "2.so", "3.so"]) await cli.write(name, `${name}\n`);
        const count = async (file: string) =>
          (await Deno.readTextFile(`${cli.cwd}/honest.${file}`)).split("\n").length - 1;
        const before = [await count("listed"), await count("asked")] as const;
        assert.equal((await sign("honest", "1.so 2.so 3.so")).code, 0);
        const after = [await count("listed"), await count("asked")] as const;
        assert.deepEqual([after[0] - before[0], after[1] - before[1]], [1, 4]);
        await cli.run("rm *.sig");
      });

      await test.step("it is not asked again once it refused, for no other package", async () => {
        for (const name of ["a.so", "b.so", "c.so"]) await cli.write(name, `${name}\n`);
        const { stderr, code } = await sign("refuses", "a.so b.so c.so");
        assert.equal(stderr.match(/the agent refuses/g)?.length, 4);
        assert.equal(code, 4);
        assert.match(await Deno.readTextFile(`${cli.cwd}/refuses.asked`), /^[0-9a-f]+\n$/);
        assertUnsigned(cli);
      });

      await test.step("it is waited for, a terminal is told, and Ctrl-C ends the wait", async () => {
        const told = {
          await: "the agent has not answered yet: it may be asking you to confirm, or for a PIN",
          type: "\x03",
        };
        for (const behaviour of ["waits", "list-waits"]) {
          const command =
            `cloacina package sign pkg.so --key ssh-agent: --agent-socket ${behaviour}`;
          const { code, screen } = await inTerminal(command, [told], cli);
          assert.equal(code, 130, screen);
          assertUnsigned(cli);
        }
      });
    });
  });
}

/** Starts the agent that misbehaves, with a socket for each of its behaviours in a folder. */
async function startFakeAgent(folder: string): Promise<AsyncDisposable> {
  const args = ["run", "--config", CONFIG, "--no-check", "-A", FAKE_AGENT, folder];
  return await started(new Deno.Command(Deno.execPath(), { args, stdout: "piped" }), "stdout");
}

/** Starts a server of ssh, which for root needs all of root's power and a folder that only a service makes. */
async function startSshd(config: string): Promise<AsyncDisposable> {
  if (Deno.uid() === 0) await Deno.mkdir("/run/sshd", { recursive: true, mode: 0o755 });
  const args = ["-D", "-e", "-f", config];
  return await started(new Deno.Command("/usr/sbin/sshd", { args, stderr: "piped" }), "stderr");
}

/** A process that has said that it listens. */
async function started(
  command: Deno.Command,
  stream: "stdout" | "stderr",
): Promise<AsyncDisposable> {
  const child = command.spawn();
  const reader = child[stream].pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  while (!said.includes("listening")) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`it ended: ${said}`);
    said += value;
  }
  return {
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await reader.cancel();
      await child.status;
    },
  };
}
