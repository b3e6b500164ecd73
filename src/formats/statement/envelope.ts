import { SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { MAX_STATEMENT_BYTES, type SignedStatement } from "../../domain/statement.ts";
import { decodeBase64 } from "../base64.ts";

// A DSSE envelope (docs/format.md, "Statement"), as a JSON value.

/** The type of its payload: an in-toto statement in JSON. */
export const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/** An envelope as it is written: other readers refuse further members, and each key ID but an empty one. */
interface Envelope {
  readonly payload: string;
  readonly payloadType: typeof PAYLOAD_TYPE;
  readonly signatures: [{ readonly keyid: ""; readonly sig: string }];
}

/** The envelope of a signed statement. */
export function toEnvelope({ payload, signature }: SignedStatement): Envelope {
  return {
    payload: payload.toBase64(),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: "", sig: signature.toBase64() }],
  };
}

/** Reads an envelope with one signature. Unknown members are ignored. Null for anything else. */
export function fromEnvelope(value: unknown): SignedStatement | null {
  const { payload, payloadType, signatures } = membersOf(value);
  if (payloadType !== PAYLOAD_TYPE || !Array.isArray(signatures)) return null;
  const { keyid = "", sig } = membersOf(signatures[0]);
  const [statement, signature] = [decode(payload), decode(sig)];
  const isWhole = statement !== null && signature?.length === SIGNATURE_LENGTH &&
    signatures.length === 1 && typeof keyid === "string";
  if (!isWhole || statement.length === 0 || statement.length > MAX_STATEMENT_BYTES) return null;
  return { payload: statement, signature };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Padded base64, of the standard or the URL-safe alphabet and not of both; null for anything else. */
function decode(text: unknown): Bytes | null {
  if (typeof text !== "string" || /[-_]/.test(text) && /[+/]/.test(text)) return null;
  return decodeBase64(text.replaceAll("-", "+").replaceAll("_", "/")) ?? null;
}
