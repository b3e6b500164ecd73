import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { ROOT } from "../../scripts/lint/paths.ts";

const CLEAN = `export const isPast = (time: Date, now: Date): boolean => time < now;\n`;

/** One fault for each rule. */
const FAULTY = `import type { Context } from "../cli/context.ts";
export const isPast = (time: Date, _context: Context): boolean => time < new Date();
export const verify = (key: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> =>
  crypto.subtle.verify("Ed25519", key, bytes, bytes);
export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d;
`;

Deno.test("deno lint loads the rules from deno.json and fails on what they refuse", async () => {
  await inClone(async (clone) => {
    await plant(clone, "src/domain/past.ts", FAULTY);
    const { code, output } = await lint(clone);
    assert.equal(code, 1, output);
    assert.match(output, /error\[cloacina\/rooms\]: Cannot import src\/cli\/context\.ts from /);
    assert.match(output, /error\[cloacina\/machine\]: Cannot use new Date\(\) in src\/domain\//);
    assert.match(output, /error\[cloacina\/machine\]: Cannot use crypto\.subtle\.verify\(\) in /);
    assert.match(output, /error\[cloacina\/primitive\]: Cannot use crypto\.subtle\.verify in /);
    assert.match(output, /error\[cloacina\/parameters\]: Cannot take 4 parameters: at most 3/);
    assert.match(output, /Found 5 problems/);
  });
});

Deno.test("deno lint passes a clone without a fault", async () => {
  await inClone(async (clone) => {
    const { code, output } = await lint(clone);
    assert.equal(code, 0, output);
  });
});

Deno.test("deno lint fails on each import of a circle, of types and dynamic ones too", async () => {
  await inClone(async (clone) => {
    await plant(clone, "src/domain/a.ts", `import type { B } from "./b.ts";\nexport type A = B;\n`);
    await plant(clone, "src/domain/b.ts", `export { type C as B } from "./c.ts";\n`);
    await plant(
      clone,
      "src/domain/c.ts",
      `export type C = 1;\nexport const a = () => import("./a.ts");\n`,
    );
    await plant(clone, "src/domain/d.ts", `export { a } from "./c.ts";\n`);
    const { code, output } = await lint(clone);
    assert.equal(code, 1, output);
    for (const [from, to, by] of ["abc", "bca", "cab"]) {
      const domain = (name: string) => `src/domain/${name}.ts`;
      const way = `it imports ${domain(from!)} again, by way of ${domain(by!)};`;
      const message = `Cannot import ${domain(to!)} from ${domain(from!)}: ${way}`;
      assert.ok(output.includes(`error[cloacina/cycles]: ${message}`), output);
    }
    assert.match(output, /Found 3 problems/);
  });
});

Deno.test("deno lint finds the same fault from below the clone and through a link to it", async () => {
  await inClone(async (clone) => {
    await plant(clone, "src/domain/past.ts", FAULTY);
    const link = join(dirname(clone), "link");
    await Deno.symlink(clone, link, { type: "dir" });
    const file = join(link, "src/domain/past.ts");
    const config = join(link, "deno.json");
    for (
      const { code, output } of [
        await lint(join(clone, "src/domain")),
        await lint(link),
        await lint(dirname(clone), "--config", config, join(clone, "src/domain/past.ts")),
        await lint(dirname(clone), "--config", join(clone, "deno.json"), file),
      ]
    ) {
      assert.equal(code, 1, output);
      assert.match(output, /Found 5 problems/);
    }
  });
});

/** A copy of what lints, under a path that has a `src` of its own, with a clean source beside it. */
async function inClone(test: (clone: string) => Promise<void>): Promise<void> {
  const temporary = await Deno.realPath(await Deno.makeTempDir());
  try {
    const clone = join(temporary, "src", "domain", "a clone");
    const lintFiles = [...Deno.readDirSync(join(ROOT, "scripts/lint"))].map(({ name }) =>
      `scripts/lint/${name}`
    );
    for (const path of ["deno.json", ...lintFiles]) {
      await plant(clone, path, await Deno.readTextFile(join(ROOT, path)));
    }
    await plant(clone, "main.ts", `import "./src/domain/past.ts";\n`);
    await plant(clone, "src/domain/past.ts", CLEAN);
    await test(clone);
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

async function plant(clone: string, path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(join(clone, path)), { recursive: true });
  await Deno.writeTextFile(join(clone, path), text);
}

async function lint(cwd: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["lint", ...args],
    cwd,
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
}
