import { encode } from "zod/mini";
import * as codecs from "./records.ts";

/** A record as the API sends it, by the codec of this name. */
export function encodeRecord(
  codec: keyof typeof codecs,
  value: unknown,
): Readonly<Record<string, unknown>> {
  return encode(codecs[codec] as never, value as never);
}
