import { join } from "node:path";
import { runCloacina } from "./run_cloacina.ts";

/** The variable that the private half of the release key is read from. */
export const SIGNING_VARIABLE = "CLOACINA_RELEASE_KEY";

/** Signs each file of a release with this program. */
export async function signRelease(root: string, folder: string): Promise<void> {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
  const files = names.filter((name) => !name.endsWith(".sig")).sort();
  const paths = files.map((name) => join(folder, name));
  await runCloacina(root, [
    "package",
    "sign",
    "--key",
    `env:${SIGNING_VARIABLE}`,
    "--force",
    ...paths,
  ]);
}
