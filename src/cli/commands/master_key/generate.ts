import { MASTER_KEY_LENGTH } from "../../../domain/master_key.ts";
import { CloacinaError, hasCode } from "../../../errors.ts";
import { serializeMasterKey } from "../../../formats/keys/master_key.ts";
import type { CliContext } from "../../context.ts";
import {
  type ForceFlag,
  heedUnsafeModes,
  type UnsafeModesFlag,
  writeModeOf,
} from "../../command_line/flags.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** The flags of `master-key generate`. */
export interface GenerateMasterKeyFlags extends UnsafeModesFlag, JsonFlag, ForceFlag {
  readonly output?: string;
}

/** Generates a master key: 32 random bytes in hex, as the engine's server expects them. */
export default async function generateMasterKey(
  this: CliContext,
  flags: GenerateMasterKeyFlags,
): Promise<void> {
  heedUnsafeModes(this, flags);
  const { output = STANDARD_STREAM, json = false } = flags;
  if (json && output === STANDARD_STREAM) throw secretInJson();
  const key = this.random(MASTER_KEY_LENGTH);
  const bytes = new TextEncoder().encode(serializeMasterKey(key));
  key.fill(0);
  try {
    if (output === STANDARD_STREAM) return await this.terminal.writeSecret(bytes);
    const file = { path: output, bytes, mode: 0o600 };
    await this.files.write([file], writeModeOf(flags)).catch(refuseToReplace);
  } finally {
    bytes.fill(0);
  }
  await printResult(this.terminal, { json }, {
    document: { master_key_file: output },
    fields: [
      ["master key", `${output} (keep it secret; without it the keys of its store are lost)`],
    ],
  });
}

/** Replacing a master key would lose all keys encrypted with it, so the hint does not suggest --force. */
function refuseToReplace(thrown: unknown): never {
  if (!hasCode(thrown, "target_exists")) throw thrown;
  throw thrown.with({
    hint: "choose another name with --output: without the master key that is there now, " +
      "all keys that it encrypts are lost",
  });
}

function secretInJson(): CloacinaError {
  const message = "Cannot print the master key with --json: no JSON document holds a secret";
  return new CloacinaError("invalid_request", message, { hint: "write it with --output FILE" });
}
