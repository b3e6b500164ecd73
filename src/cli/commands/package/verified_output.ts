import type { PackageSignature } from "../../../domain/signature.ts";
import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import type { Json } from "../../records/record_json.ts";
import type { Fields } from "../../terminal/output.ts";

/** The document of a verification, by scheme: the signature of a provider has no time. */
export function schemeJson(scheme: SignatureScheme | undefined, document: Json): Json {
  if (scheme !== "provider") return document;
  return { scheme, ...document, signature: { ...document.signature as Json, signed_at: null } };
}

/** When a package was signed, which its file claims; a provider's signature has no time. */
export function signedAtFields(
  scheme: SignatureScheme | undefined,
  { signedAt }: PackageSignature,
): Fields {
  return scheme === "provider" ? [] : [["signed at", `${signedAt} (claimed, not signed)`]];
}
