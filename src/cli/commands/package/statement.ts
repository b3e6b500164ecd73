import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { toEnvelope } from "../../../formats/statement/envelope.ts";
import type { CliContext } from "../../context.ts";
import { readSignatureFile } from "../../package/signature_file.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** The flags of `package statement`. */
export interface StatementFileFlags {
  readonly output?: string;
  readonly force?: boolean;
}

/** Writes the DSSE envelope of a signature file, to standard output by default. */
export default async function statement(
  this: CliContext,
  { output = STANDARD_STREAM, force }: StatementFileFlags,
  path: string,
): Promise<void> {
  const { name, signature } = await readSignatureFile(this, path);
  if (signature.statement === undefined) {
    throw new CloacinaError(
      "signature_not_found",
      `Cannot write the statement of ${quoted(name)}: the signature states nothing`,
      { hint: "`cloacina package sign --claim NAME=VALUE` makes one that does" },
    );
  }
  const text = `${JSON.stringify(toEnvelope(signature.statement), null, 2)}\n`;
  if (output === STANDARD_STREAM) return await this.terminal.write(text);
  const bytes = new TextEncoder().encode(text);
  await this.files.write([{ path: output, bytes, mode: 0o644 }], force ? "replace" : "create");
}
