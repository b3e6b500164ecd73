import assert from "node:assert/strict";
import { withCli } from "../testkit/cli.ts";
import { PRIVATE_PEM, PUBLIC_PEM } from "../testkit/sample_keys.ts";
import { type ActionDefinition, readActionDefinition } from "./action_definition.ts";
import { readOutputFile } from "./output_file.ts";
import { runAction } from "./run_action.ts";
import { readRunnerLog } from "./runner_log.ts";

/** Names of files that would be commands, outputs, flags or markup if they could. */
const HOSTILE = [
  "-",
  "--help",
  "::error::a",
  "##[add-mask]a",
  "a\n::add-mask::b\nreport=c",
  "%0A::warning::d",
  "signatures<<END",
  'a"b\\c',
  "a|b `c` **d** <img src=x> [e](f) @g www.h.example &amp; i.md",
  "$(touch made)",
  "\u202etxt",
] as const;

/** Those whose signature files fit in a list of lines. */
const LISTED = HOSTILE.filter((name) => !/[\n\u202e]/.test(name));

Deno.test("each input reaches the step, in the environment alone", async () => {
  const { inputs, env, outputs } = await definition();
  assert.deepEqual([...env.values()].toSorted(), [...inputs.keys()].toSorted());
  for (const [variable, input] of env) {
    assert.equal(variable, `INPUT_${input.replaceAll("-", "_").toUpperCase()}`);
  }
  assert.deepEqual(outputs, ["signatures", "report"]);
});

Deno.test("packages of any name are signed and then verified, and no name is a command or markup", async () => {
  await withCli(async (cli) => {
    for (const name of HOSTILE) await cli.write(name, `package ${name}`);
    await cli.write("../key.pub.pem", PUBLIC_PEM);

    const signing = { command: "sign", paths: "*", key: PRIVATE_PEM, "output-dir": "../sigs" };
    const signed = await runAction(cli, signing);
    assert.equal(signed.code, 0, signed.log);
    const [line] = secretLines(PRIVATE_PEM);
    assert.deepEqual(signed.commands, [{ name: "add-mask", properties: "", data: line }]);
    const listed = LISTED.map((name) => `../sigs/${name}.sig`).toSorted();
    assert.deepEqual(signed.outputs.get("signatures")!.split("\n").toSorted(), listed);
    for (const path of listed) await Deno.stat(`${cli.cwd}/${path}`);
    const report = JSON.parse(signed.outputs.get("report")!);
    assert.equal(report.length, HOSTILE.length);

    const verifying = {
      command: "verify",
      "signature-dir": "../sigs",
      "trust-key": "../key.pub.pem",
    };
    const verified = await runAction(cli, { ...verifying, paths: "*", json: "true" });
    assert.equal(verified.code, 0, verified.log);
    assert.deepEqual(verified.commands, []);
    assert.match(verified.log, /"verified": true/);

    for (const { summary } of [signed, verified]) {
      const rows = summary.split("\n").filter((row) => row.startsWith("| <code>"));
      assert.equal(rows.length, HOSTILE.length);
      for (const row of rows) {
        const cells = row.split("|").map((cell) => cell.trim());
        assert.equal(cells.length, 6, row);
        const text = cells.join("").replaceAll(/<\/?code>|&#\d+;/g, "");
        assert.doesNotMatch(text, /[!-,.:-@[-`{-~]/, row);
      }
    }
    await assert.rejects(Deno.stat(`${cli.cwd}/made`));
  });
});

Deno.test("a package that does not verify fails the step, is annotated and stands first", async () => {
  await withCli(async (cli) => {
    await cli.write("key.pem", PRIVATE_PEM);
    await cli.write("key.pub.pem", PUBLIC_PEM);
    await cli.write("a.cloacina", "a");
    await cli.write("50%0Aoff.cloacina", "b");
    await cli.run("cloacina package sign *.cloacina --key key.pem; echo c >> '50%0Aoff.cloacina'");
    const { code, commands, outputs, summary } = await runAction(cli, {
      command: "verify",
      paths: "a.cloacina\n50%0Aoff.cloacina",
      "trust-key": "key.pub.pem\nkey.pub.pem",
    });
    assert.equal(code, 10);
    const title = "title=cloacina package_tampered";
    assert.deepEqual(commands, [{ name: "error", properties: title, data: "50%0Aoff.cloacina" }]);
    assert.equal(outputs.get("signatures"), "a.cloacina.sig");
    assert.match(summary, /1 done, 1 failed\n[^]*package_tampered[^]*verified/);
  });
});

Deno.test("a token is masked, and a value that begins with dashes is no flag", async () => {
  await withCli(async (cli) => {
    await cli.write("a.cloacina", "a");
    const token = `clk_${"A".repeat(43)}`;
    const { code, commands, outputs, summary } = await runAction(cli, {
      command: "sign",
      paths: "a.cloacina",
      "key-id": "--force",
      "api-url": "http://127.0.0.1:9",
      "api-key": token,
    });
    assert.equal(code, 2);
    assert.deepEqual(commands[0], { name: "add-mask", properties: "", data: token });
    assert.match(outputs.get("report")!, /"code": "store_unavailable"/);
    assert.equal(outputs.get("signatures"), "");
    assert.match(summary, /0 done, /);
  });
});

Deno.test("a line of a secret is masked as it is, and an empty one masks nothing", async () => {
  await withCli(async (cli) => {
    const { commands } = await runAction(cli, {
      command: "nonsense",
      paths: "a",
      key: "-----BEGIN PRIVATE KEY-----\r\n100%0Asecret\r\n\r\n-----END PRIVATE KEY-----\r\n",
    });
    assert.deepEqual(commands.map(({ name, data }) => [name, data]), [
      ["add-mask", "100%0Asecret"],
      ["error", "Cannot run the action: the input command is neither sign nor verify"],
    ]);
  });
});

const [BODY] = secretLines(PRIVATE_PEM);
const BEGIN = "-----BEGIN PRIVATE KEY-----";
const END = "-----END PRIVATE KEY-----";

for (
  const [form, key] of Object.entries({
    "in one line": `${BEGIN} ${BODY} ${END}`,
    "with its line breaks written out": PRIVATE_PEM.replaceAll("\n", "\\n"),
    "with those of Windows, and in quotes": `"${BEGIN}\\r\\n${BODY}\\r\\n${END}"`,
    "with nothing between": `${BEGIN}${BODY}${END}`,
  })
) {
  Deno.test(`a key ${form} is masked whole, and so is its base64`, async () => {
    await withCli(async (cli) => {
      const { commands } = await runAction(cli, { command: "nonsense", paths: "a", key });
      const masks = commands.filter(({ name }) => name === "add-mask").map(({ data }) => data);
      assert.deepEqual(masks, [key, BODY]);
    });
  });
}

Deno.test("a passphrase that reads like the beginning of a PEM block is masked", async () => {
  await withCli(async (cli) => {
    for (const passphrase of ["-----a", BEGIN]) {
      const { commands } = await runAction(cli, { command: "nonsense", paths: "a", passphrase });
      assert.deepEqual(commands[0], { name: "add-mask", properties: "", data: passphrase });
    }
  });
});

Deno.test("without cloacina on the PATH and without a release key the step says so", async () => {
  await withCli(async (cli) => {
    const PATH = cli.env.PATH!.split(":").slice(1).join(":");
    const { code, commands, path } = await runAction(cli, { command: "sign", paths: "a" }, {
      PATH,
    });
    assert.equal(code, 1);
    assert.match(commands[0]!.data, /cloacina 0\.1\.0 is not on the PATH, and this commit has no/);
    assert.equal(path, "");
  });
});

Deno.test("another version than that on the PATH is not taken for the one that is asked for", async () => {
  await withCli(async (cli) => {
    for (const [version, says] of [["9.9.9", /cloacina 9\.9\.9 is not/], ["1'; a", /no version/]]) {
      const inputs = { command: "sign", paths: "a", version: version as string };
      const { code, commands } = await runAction(cli, inputs);
      assert.equal(code, 1);
      assert.match(commands[0]!.data, says as RegExp);
    }
  });
});

Deno.test("the version on the PATH is taken where it is the one that is asked for", async () => {
  await withCli(async (cli) => {
    await cli.write("a.cloacina", "a");
    const inputs = { command: "sign", paths: "a.cloacina", key: PRIVATE_PEM, version: "v0.1.0" };
    const { code, log } = await runAction(cli, inputs);
    assert.equal(code, 0, log);
  });
});

Deno.test("the log and the outputs are read as the runner does", () => {
  const names = (log: string) => readRunnerLog(log).commands.map(({ name }) => name);
  assert.deepEqual(names("::error::a\nb ##[warning]c\nx ::error::d"), ["error", "warning"]);
  assert.deepEqual(names("::stop-commands::t\n::error::a\n##[error]b\n::t::\n::notice::c"), [
    "notice",
  ]);
  assert.deepEqual([...readOutputFile("a=b\nc<<E\nd\ne=f\nE\n")], [["a", "b"], ["c", "d\ne=f"]]);
  assert.throws(() => readOutputFile("nonsense\n"));
});

async function definition(): Promise<ActionDefinition> {
  return readActionDefinition(
    await Deno.readTextFile(new URL("../../action.yml", import.meta.url)),
  );
}

function secretLines(pem: string): readonly string[] {
  return pem.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
}
