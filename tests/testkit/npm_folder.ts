import { installedFolder } from "./installed_folder.ts";

/** A folder with packages of npm in its `node_modules`, such as `["hono@4.13.19"]`: see `installedFolder`. */
export async function npmFolder(name: string, packages: readonly string[]): Promise<string> {
  return await installedFolder(
    name,
    (folder) => ["npm", "install", "--prefix", folder, "--no-save", ...packages],
  );
}
