import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { toEnvelope } from "../../../formats/statement/envelope.ts";
import { type ForceFlag, writeModeOf } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { parseNamedSignature } from "../../package/named_signature.ts";
import { readSignatureBytes } from "../../package/signature_file.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** The flags of `package statement`. */
export interface StatementFileFlags extends ForceFlag {
  readonly output?: string;
}

/** Writes the DSSE envelope of a signature file, to standard output by default. */
export default async function statement(
  this: CliContext,
  { output = STANDARD_STREAM, ...flags }: StatementFileFlags,
  path: string,
): Promise<void> {
  const file = await readSignatureBytes(this, path);
  const { statement } = await parseNamedSignature(this, path, file);
  if (statement === undefined) {
    throw new CloacinaError(
      "signature_not_found",
      `Cannot write the statement of ${quoted(file.name)}: the signature states nothing`,
      { hint: "its signer signs the package again with --claim, --expires or --predicate" },
    );
  }
  const text = `${JSON.stringify(toEnvelope(statement), null, 2)}\n`;
  if (output === STANDARD_STREAM) return await this.terminal.write(text);
  const bytes = new TextEncoder().encode(text);
  await this.files.write([{ path: output, bytes, mode: 0o644 }], writeModeOf(flags));
}
