import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import type { OpenedStore } from "../../contracts/store/opened_store.ts";

/** A store in a directory, and the directory. */
export interface OpenedDirectory extends OpenedStore {
  readonly root: string;
}

/** Makes a key directory that is ready and empty, in a temporary directory that goes with it. */
export async function openTemporaryDirectory(): Promise<OpenedDirectory> {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  const root = `${folder}/keys`;
  const open = () => openDirectory({ kind: "directory", path: root });
  const store = await open();
  await store.migrate();
  return {
    root,
    store,
    openAgain: open,
    close: async () => {
      await store.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
