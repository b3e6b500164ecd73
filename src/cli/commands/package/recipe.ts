import { requireTrustedKey, type TrustedKey } from "../../../domain/trust.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { encodePublicKey } from "../../../formats/keys/encode_public_key.ts";
import type { CliContext } from "../../context.ts";
import { escapeText } from "../../../formats/escape.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { PackagePaths } from "../../package/package_paths.ts";
import { signaturePlace } from "../../package/signature_place.ts";
import { readSignatureOf } from "../../package/signature_file.ts";
import type { VerifyFlags } from "./verify_flags.ts";

/**
 * Prints the lines of shell that check the signature with stock OpenSSL 3, and gives no verdict itself. OpenSSL hashes
 * the package; signature and key stand in the lines, so that nothing of ours has to be believed but their text.
 */
export async function printRecipe(
  context: CliContext,
  flags: VerifyFlags,
  { packages, trusted }: {
    readonly packages: PackagePaths;
    readonly trusted: readonly TrustedKey[];
  },
): Promise<undefined> {
  const path = requireOneFile(flags, packages.paths);
  const place = signaturePlace(flags, packages, path);
  const { signature } = await readSignatureOf(context, path, place);
  const named = { name: quoted(path), hash: signature.packageHash };
  const { publicKey } = requireTrustedKey(signature, named, trusted);
  const pem = new TextDecoder().decode(encodePublicKey(publicKey, "pem"));
  await context.terminal.write(recipe(path, signature, pem));
}

function requireOneFile({ json, hash, scheme }: VerifyFlags, paths: readonly string[]): string {
  const [path, ...others] = paths;
  const state = json
    ? "a recipe is shell, and --json asks for JSON"
    : hash !== undefined || scheme === "provider"
    ? "it is for a package file, which openssl hashes"
    : others.length > 0
    ? "it is for one package"
    : path === STANDARD_STREAM
    ? "it needs a package that is a file"
    : escapeText(path!) !== path && "the package's name has characters that cannot be pasted";
  if (state) throw new CloacinaError("invalid_request", `Cannot print a recipe: ${state}`);
  return path!;
}

function recipe(path: string, { signature }: PackageSignature, pem: string): string {
  return [
    `dir=$(mktemp -d)`,
    `printf %s ${quote(signature.toBase64())} | openssl base64 -d -A -out "$dir/signature"`,
    `printf '%s\\n' ${pem.trimEnd().split("\n").map(quote).join(" ")} > "$dir/key.pem"`,
    `openssl dgst -sha256 -binary -out "$dir/hash" ${quote(fileArgument(path))}`,
    `openssl pkeyutl -verify -pubin -inkey "$dir/key.pem" -rawin -in "$dir/hash" -sigfile "$dir/signature" && rm -r "$dir"`,
    "",
  ].join("\n");
}

/** A name that begins with a dash would be read as an option. */
function fileArgument(path: string): string {
  return path.startsWith("-") ? `./${path}` : path;
}

/** One word for a POSIX shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
