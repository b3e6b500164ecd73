import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { CHECKSUMS_NAME } from "../compile/checksums.ts";
import { parseChecksums } from "./parse_checksums.ts";
import { signatureName } from "./release_files.ts";

/** Downloads what the SHA256SUMS of a release lists, with all signatures, into a folder. Checks nothing. */
export async function downloadRelease(url: string, folder: string): Promise<void> {
  await download(url, CHECKSUMS_NAME, folder);
  await download(url, signatureName(CHECKSUMS_NAME), folder);
  const list = await Deno.readTextFile(join(folder, CHECKSUMS_NAME));
  for (const name of parseChecksums(list).keys()) {
    await download(url, name, folder);
    await download(url, signatureName(name), folder);
  }
}

async function download(url: string, name: string, folder: string): Promise<void> {
  const response = await fetch(`${url}/${name}`);
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new CloacinaError("io_failed", `Cannot download ${url}/${name}: ${response.status}`);
  }
  const file = await Deno.open(join(folder, name), { write: true, createNew: true });
  await response.body.pipeTo(file.writable);
}
