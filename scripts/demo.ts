// Makes a key, signs a package, verifies it, tampers with it and is refused. Every command is printed as it runs, and
// the demo fails where one does not end with the exit code that it should.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceFlags } from "./compile/source_flags.ts";

const project = fileURLToPath(new URL("../", import.meta.url));
const folder = await Deno.makeTempDir({ prefix: "cloacina-demo-" });
try {
  await runDemo();
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function runDemo(): Promise<void> {
  await writePackage("what the build made\n");
  await cloacina(0, "keys", "generate", "--name", "demo-key", "--output", "demo-key.pem");
  await cloacina(0, "package", "sign", "demo.cloacina", "--key", "demo-key.pem");
  await cloacina(0, "package", "verify", "demo.cloacina", "--trust-key", "demo-key.pub.pem");
  say("Somebody changes one letter of the package.");
  await writePackage("what the build mode\n");
  await cloacina(10, "package", "verify", "demo.cloacina", "--trust-key", "demo-key.pub.pem");
  say("The package was refused, with exit code 10: package_tampered.");
}

async function writePackage(text: string): Promise<void> {
  await Deno.writeTextFile(join(folder, "demo.cloacina"), text);
}

/** Runs the tool as the task `cloacina` does, in the demo's folder. */
async function cloacina(expectedCode: number, ...words: readonly string[]): Promise<void> {
  say(`$ cloacina ${words.join(" ")}`);
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--config",
      join(project, "deno.json"),
      ...await taskFlags(),
      join(project, "main.ts"),
      ...words,
    ],
    cwd: folder,
  }).spawn().status;
  if (code !== expectedCode) throw new Error(`exit code ${code}, not ${expectedCode}`);
}

async function taskFlags(): Promise<readonly string[]> {
  return sourceFlags(await Deno.readTextFile(join(project, "deno.json")));
}

function say(line: string): void {
  console.log(`\n${line}`);
}
