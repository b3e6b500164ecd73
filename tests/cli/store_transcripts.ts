import { fileURLToPath } from "node:url";
import { quoted } from "../testkit/shell.ts";
import { parseTranscript, type Transcript } from "../testkit/transcript_parse.ts";

const SCRIPTS = fileURLToPath(new URL("../scripts/", import.meta.url));

/** The line of a transcript's file `env` that names its store. */
const KEY_DIRECTORY = "export CLOACINA_KEY_DIR=keys\n";

/** The transcripts of tests/scripts that hold in every store: those whose file `env` puts it into a key directory. */
export function storeTranscripts(): readonly Transcript[] {
  const names = Array.from(Deno.readDirSync(SCRIPTS), ({ name }) => name).sort();
  const found = names.map((name) => readTranscript(`${SCRIPTS}${name}`))
    .filter(({ files }) => files.get("env")?.includes(KEY_DIRECTORY));
  if (found.length === 0) throw new Error(`No transcript in ${SCRIPTS} is about a store`);
  return found;
}

/** The transcript in another store: `url` is a database that has no tables yet. */
export function inDatabase(transcript: Transcript, url: string): Transcript {
  const env = transcript.files.get("env")!.replace(
    KEY_DIRECTORY,
    () => `export DATABASE_URL=${quoted(url)}\n`,
  );
  return { ...transcript, files: new Map([...transcript.files, ["env", env]]) };
}

/** Reads a transcript from a file. */
export function readTranscript(path: string): Transcript {
  return parseTranscript(path.split("/").at(-1)!, Deno.readTextFileSync(path));
}
