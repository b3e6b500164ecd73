/// <reference lib="deno.worker" />
import { toCloacinaError } from "../errors.ts";
import { hashFile } from "./hash_file.ts";
import type { HashReply } from "./package_hasher.ts";

/** How many bytes are told at a time: a few milliseconds of work. */
const TOLD_BYTES = 8 * 1024 * 1024;

/** A worker thread that hashes the file at each path it receives, in order. */
self.onmessage = async ({ data: path }: MessageEvent<string>) => {
  const reply = (message: HashReply) => self.postMessage(message);
  let untold = 0;
  const tell = () => {
    reply({ count: untold });
    untold = 0;
  };
  try {
    const digest = await hashFile(path, (count) => {
      untold += count;
      if (untold >= TOLD_BYTES) tell();
    });
    tell();
    reply({ digest });
  } catch (thrown) {
    const { code, message, hint } = toCloacinaError(thrown);
    reply({ error: { code, message, details: { hint } } });
  }
};
