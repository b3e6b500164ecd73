import { toKeyName } from "../../../domain/key_name.ts";
import { shownPath } from "../../../domain/shown_text.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { encodePublicKey } from "../../../formats/keys/encode_public_key.ts";
import { auditingFailure } from "../../../operations/audit_failure.ts";
import { retractionOf } from "../../../operations/events.ts";
import { makeKey } from "../../../operations/keys/make_key.ts";
import { keyFileAuditLog } from "../../audit/audit_trail.ts";
import { writeModeOf } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { encodePrivatePem } from "../../secrets/encode_private_pem.ts";
import { printResult } from "../../terminal/output.ts";
import { choosePassphrase, firstPassphraseOf } from "../../secrets/passphrase.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { GenerateFlags } from "./generate_flags.ts";

/** Generates a key pair and writes both files: the private key with mode 0600, the public key next to it. */
export async function generateFiles(
  context: CliContext,
  flags: GenerateFlags & { readonly output: string },
): Promise<void> {
  const name = toKeyName(flags.name);
  const publicPath = publicPathOf(flags.output);
  const privateFile = { path: flags.output, mode: 0o600 };
  const publicFile = { path: publicPath, mode: 0o644 };
  // No passphrase is asked for in vain.
  if (flags.encrypt) {
    await context.files.requireWritable([privateFile, publicFile], writeModeOf(flags));
  }
  const passphrase = await readPassphraseFor(context, flags);
  const key = await makeKey(context.random);
  const pem = await encodePrivatePem(context, key, { passphrase }).finally(() => key.seed.fill(0));
  const files = [
    { ...privateFile, bytes: pem },
    { ...publicFile, bytes: encodePublicKey(key.publicKey, "pem") },
  ];
  const { fingerprint } = key.publicKey;
  const audit = context.auditTrail(keyFileAuditLog(context, flags));
  const event = { type: "key.signing.created", fingerprint, name, reason: "in a file" } as const;
  await audit([event]);
  await auditingFailure(
    audit,
    (error) => [retractionOf(event, error)],
    () => context.files.write(files, writeModeOf(flags)),
  ).finally(() => pem.fill(0));
  const document = {
    name,
    fingerprint,
    public_key: key.publicKey.bytes.toBase64(),
    private_key_file: flags.output,
    public_key_file: publicPath,
    encrypted: passphrase !== null,
  };
  await printResult(context.terminal, flags, {
    document,
    fields: [
      ["name", name],
      ["fingerprint", fingerprint],
      [
        "private key",
        `${flags.output} (keep it secret${passphrase === null ? "" : ", encrypted"})`,
      ],
      ["public key", publicPath],
    ],
  });
}

/** `dev-key.pem` has its public half in `dev-key.pub.pem`; any other name X in `X.pub.pem`. */
function publicPathOf(output: string): string {
  if (output !== STANDARD_STREAM) return `${output.replace(/\.pem$/, "")}.pub.pem`;
  const message = "Cannot write the keys: both would go to standard output";
  throw new CloacinaError("invalid_request", message, {
    hint: "give --output FILE; the public key goes beside it",
  });
}

async function readPassphraseFor(
  context: CliContext,
  { encrypt, output, passphraseFile }: GenerateFlags & { readonly output: string },
): Promise<string | null> {
  if (encrypt) {
    return await choosePassphrase(
      context,
      firstPassphraseOf(quoted(shownPath(output)), passphraseFile),
    );
  }
  if (passphraseFile === undefined) return null;
  const message = "Cannot generate a key: --passphrase-file needs --encrypt";
  throw new CloacinaError("invalid_request", message);
}
