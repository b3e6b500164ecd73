import { PAGES } from "../../../src/http/server/pages.ts";
import { builtPage } from "./built_page.ts";
import { FILES } from "./verifier_cases.ts";

/** The verifier in a folder with the files of the cases, which the tests of a file share. */
export interface VerifierFolder {
  readonly url: string;
  /** Where a file of the cases lies. */
  readonly path: (name: string) => string;
}

/** Builds the page, once for all tests of the file that calls this at its top level. */
export function sharedVerifier(): VerifierFolder {
  const folder = Deno.makeTempDirSync({ prefix: "cloacina-verifier-" });
  const path = (name: string) => `${folder}/${name}`;
  Deno.test.beforeAll(async () => {
    await Deno.writeTextFile(path("verify.html"), await builtPage(PAGES.verifier));
    for (const [name, bytes] of FILES) await Deno.writeFile(path(name), bytes);
  });
  Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));
  return { url: `file://${folder}/verify.html`, path };
}
