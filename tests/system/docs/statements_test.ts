import assert from "node:assert/strict";
import { type Cli, withCli } from "../../testkit/cli.ts";
import { installedFolder } from "../../testkit/installed_folder.ts";
import { npmFolder } from "../../testkit/npm_folder.ts";
import { PRIVATE_PEM, PUBLIC_PEM } from "../../testkit/sample_keys.ts";

const PAGE = await Deno.readTextFile(new URL("../../../docs/statements.md", import.meta.url));

/** The program in a block of the page. */
function blockOf(language: string): string {
  const block = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(PAGE)?.[1];
  assert.ok(block !== undefined, `the page has no block of ${language}`);
  return block;
}

/** The versions that the page names of a package. */
function versionOf(name: string): string {
  const version = new RegExp(`\`${name}\` (\\d+\\.\\d+\\.\\d+)`).exec(PAGE)?.[1];
  assert.ok(version !== undefined, `the page names no version of ${name}`);
  return version;
}

const SLSA = JSON.stringify({
  buildDefinition: { buildType: "https://example.com/build/v1", externalParameters: {} },
  runDetails: { builder: { id: "https://example.com/builder" } },
});

/** Makes the statement of the page, that with a provenance of a builder, and one whose signature was changed. */
async function writeStatements(cli: Cli): Promise<void> {
  await cli.write("release.pem", PRIVATE_PEM);
  await cli.write("release.pub.pem", PUBLIC_PEM);
  await cli.write("pkg", "package\n");
  await cli.write("provenance.json", SLSA);
  const sign = "package sign pkg --key release.pem --claim version=1.4.0";
  const provenance = "--predicate provenance.json --predicate-type https://slsa.dev/provenance/v1";
  await run(cli, `${sign} --output own.sig`);
  await run(cli, `${sign} ${provenance} --output slsa.sig`);
  for (const name of ["own", "slsa"]) {
    await run(cli, `package statement ${name}.sig --output ${name}.json`);
  }
  const own = await Deno.readTextFile(`${cli.cwd}/own.json`);
  await cli.write("forged.json", own.replace(/"sig": ".{4}/, '"sig": "AAAA'));
}

async function run(cli: Cli, command: string): Promise<void> {
  const { code, stderr } = await cli.run(`cloacina ${command}`);
  assert.equal(code, 0, stderr);
}

/** What a program of the page prints of a statement, or that it fails. */
async function readBy(
  cli: Cli,
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const command = new Deno.Command(program, { args, cwd: cli.cwd, env: { ...env } });
  const { success, stdout } = await command.output();
  return success ? new TextDecoder().decode(stdout).trim() : "failed";
}

Deno.test("docs/statements.md: Python reads and verifies what package statement writes", async () => {
  const folder = await installedFolder("securesystemslib", (folder) => [
    "pip3",
    ...["install", "--quiet", "--target", folder],
    `securesystemslib[crypto]==${versionOf("securesystemslib")}`,
    "in-toto-attestation==0.9.3",
  ]);
  await withCli(async (cli) => {
    await writeStatements(cli);
    const validating = "from google.protobuf import json_format\n" +
      "from in_toto_attestation.v1.statement import Statement\n" +
      "import in_toto_attestation.v1.statement_pb2 as pb\n" +
      "Statement.copy_from_pb(json_format.Parse(envelope.payload, pb.Statement())).validate()\n";
    const [verifying = ""] = blockOf("python").split("print(");
    const program = (name: string, last: string) =>
      verifying.replace("workflow.intoto.json", name) + validating + last;
    const read = (name: string, last: string) =>
      readBy(cli, ["python3", "-c", program(name, last)], { PYTHONPATH: folder });
    const claims = 'print(json.loads(envelope.payload)["predicate"]["claims"]["version"])';
    assert.ok(blockOf("python").endsWith(`${claims}\n`));
    assert.equal(await read("own.json", claims), "1.4.0");
    const type = 'print(json.loads(envelope.payload)["predicateType"])';
    assert.equal(await read("slsa.json", type), "https://slsa.dev/provenance/v1");
    assert.equal(await read("forged.json", claims), "failed");
  });
});

Deno.test("docs/statements.md: Node reads and verifies what package statement writes", async () => {
  const packages = ["@sigstore/verify", "@sigstore/bundle"];
  const folder = await npmFolder(
    "sigstore-verify",
    packages.map((name) => `${name}@${versionOf(name)}`),
  );
  await withCli(async (cli) => {
    await writeStatements(cli);
    await Deno.symlink(`${folder}/node_modules`, `${cli.cwd}/node_modules`);
    const read = async (name: string) => {
      const program = blockOf("js").replace("workflow.intoto.json", name)
        .replace("predicate.claims", name === "slsa.json" ? "subject[0].annotations.claims" : "$&");
      await cli.write(`${name}.mjs`, program);
      return await readBy(cli, ["node", `${name}.mjs`], {});
    };
    assert.equal(await read("own.json"), "1.4.0");
    assert.equal(await read("slsa.json"), "1.4.0");
    assert.equal(await read("forged.json"), "failed");
  });
});
