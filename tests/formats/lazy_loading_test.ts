import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What `deno info --json` says of one module. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly Dependency[];
}

interface Dependency {
  readonly isDynamic?: boolean;
  readonly code?: { readonly specifier: string };
}

for (const entry of ["private_key.ts", "public_key.ts", "key_file.ts"]) {
  Deno.test(`no library is loaded before formats/keys/${entry} meets a key that needs one`, async () => {
    const path = `${ROOT}src/formats/keys/${entry}`;
    const modules = await graphOf(path);
    assert.ok(modules.some(({ specifier }) => isLibrary(specifier)), "none is loaded at all");
    const loaded = loadedWith(new URL(`file://${path}`).href, modules);
    assert.ok(loaded.some((specifier) => specifier.endsWith("/src/formats/keys/pem.ts")));
    assert.deepEqual(loaded.filter(isLibrary), []);
  });
}

/** The specifiers of all that loads with a module: what it imports, but not what it imports on demand. */
function loadedWith(start: string, modules: readonly Module[]): readonly string[] {
  const loaded = new Set<string>();
  const visit = (specifier: string): void => {
    if (loaded.has(specifier)) return;
    loaded.add(specifier);
    const { dependencies = [] } = modules.find((module) => module.specifier === specifier) ?? {};
    for (const { code, isDynamic } of dependencies) {
      if (code !== undefined && !isDynamic) visit(code.specifier);
    }
  };
  visit(start);
  return [...loaded];
}

function isLibrary(specifier: string): boolean {
  return specifier.startsWith("npm:");
}

async function graphOf(path: string): Promise<readonly Module[]> {
  const args = ["info", "--json", "--config", `${ROOT}deno.json`, path];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.ok(success);
  return JSON.parse(new TextDecoder().decode(stdout)).modules;
}
