/// <reference lib="deno.worker" />
import { toCloacinaError } from "../errors.ts";
import { hashFile } from "./hash_file.ts";
import type { HashReply } from "./package_hasher.ts";

/** A worker thread that hashes the file at each path it receives, in order. */
self.onmessage = async ({ data: path }: MessageEvent<string>) => {
  const reply = (message: HashReply) => self.postMessage(message);
  try {
    const digest = await hashFile(path, (count) => reply({ count }));
    reply({ digest });
  } catch (thrown) {
    const { code, message, hint } = toCloacinaError(thrown);
    reply({ error: { code, message, details: { hint } } });
  }
};
