import { pipeReader } from "./read_pipe.ts";
import { smallFileReader } from "./read_small_file.ts";
import { requireTrustedOpen } from "./trusted_place.ts";

/** Like `readSmallFile`, of a file that nobody but this user and root can write or replace (`requireTrustedOpen`). */
export const readTrustedFile = smallFileReader(requireTrustedOpen);

/** Like `readPipe`, of a FIFO of which the same is true, or an inherited pipe. */
export const readTrustedPipe = pipeReader(requireTrustedOpen);
