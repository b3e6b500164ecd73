import { API_TOKEN_PREFIX, HEX_32_BYTES, UUID } from "../domain/patterns.ts";
import * as z from "zod/mini";
import type { ApiTokenId } from "../domain/api_token.ts";
import { toMoment } from "../domain/claimed_time.ts";
import type { Fingerprint } from "../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import type { Items } from "../domain/list_slice.ts";
import { MAX_POSITION_LENGTH } from "../domain/list_position.ts";
import { MIN_PREFIX_LENGTH } from "../domain/key_reference.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import { API_TOKEN_BYTES, isApiToken } from "../formats/api_token.ts";
import { decodeBase64 } from "../formats/base64.ts";
import { fromEnvelope, PAYLOAD_TYPE, toEnvelope } from "../formats/statement/envelope.ts";
import type { SignedStatement } from "../domain/statement.ts";
import { isRfc3339, toRfc3339 } from "../formats/rfc3339.ts";

// Codecs of single JSON values: `decode` validates input and converts it to domain values, `encode` converts back. The
// API's JSON Schema describes the encoded side.

/** The ID of an organisation. */
export const orgIdField = lowerCase<OrgId>(UUID, "must be a UUID");

/** The ID of a signing key. */
export const keyIdField = lowerCase<KeyId>(UUID, "must be a UUID");

/** The ID of an API token. */
export const tokenIdField = lowerCase<ApiTokenId>(UUID, "must be a UUID");

/** The ID of a row of any kind. */
export const uuidField = lowerCase<string>(UUID, "must be a UUID");

/** The ID of a row that is only displayed, in the store's own format. */
export const rowIdField = z.string().check(z.maxLength(64));

/** Characters of base64url, without padding, in an API token. */
const TOKEN_DIGITS = Math.ceil(API_TOKEN_BYTES * 4 / 3);

/** The text of an API token. */
export const apiTokenField = z.string().check(
  z.regex(new RegExp(`^${API_TOKEN_PREFIX}[A-Za-z0-9_-]{${TOKEN_DIGITS}}$`), "must be a token"),
  z.refine(isApiToken, "must be a token"),
);

/** The SHA-256 of a public key. */
export const fingerprintField = lowerCase<Fingerprint>(HEX_32_BYTES, "must be 64 hex characters");

/** The SHA-256 of a package. */
export const packageHashField = lowerCase<PackageHash>(HEX_32_BYTES, "must be 64 hex characters");

/** A prefix of a fingerprint, or the ID of a row. */
export const fingerprintOrIdField = z.string().check(
  z.regex(
    new RegExp(`^(?:[0-9a-fA-F]{${MIN_PREFIX_LENGTH},64}|${UUID.source.slice(1, -1)})$`),
    `must be ${MIN_PREFIX_LENGTH} to 64 hex characters, or a UUID`,
  ),
);

/** A new name. Checks only the length: the operation validates it. */
export const nameField = z.string().check(z.minLength(1), z.maxLength(255));

/** A time: reads any RFC 3339 time, writes UTC in whole seconds. */
export const timeField = z.codec(
  z.string().check(z.maxLength(64), z.refine(isRfc3339, "must be an RFC 3339 time")),
  z.date(),
  { decode: toMoment, encode: toRfc3339 },
);

/** An RFC 3339 time, kept verbatim. What holds it, a file or a body, is bounded; the RFC does not bound its fraction. */
export const timeTextField = z.string().check(z.refine(isRfc3339, "must be an RFC 3339 time"));

/** A 32-byte public key in canonical base64. */
export const publicKeyField = bytesField(32);

/** A 64-byte signature in canonical base64. */
export const signatureField = bytesField(64);

/** A statement, as the DSSE envelope that other programs read; absent if there is none. */
export const statementField = envelopeField(z.literal(""));

/** A statement in a request, whose key ID is a hint and ignored. */
export const givenStatementField = envelopeField(z._default(z.string(), ""));

/** A list with a maximum length, which zod 4.6.7 checks before the items. */
export function listOf<Item extends z.ZodMiniType>(item: Item, most: number) {
  return z.array(item).check(z.maxLength(most));
}

/** A list position, opaque except to the store that returned it. */
export const positionField = z.string().check(z.minLength(1), z.maxLength(MAX_POSITION_LENGTH));

/** A text that is looked for in the store as it is. Postgres cannot look for a NUL. */
export function soughtTextField(most: number) {
  return z.string().check(
    z.minLength(1),
    z.maxLength(most),
    z.refine((text) => !text.includes("\u0000"), "must not have a NUL"),
  );
}

/** The text of a key reference. */
export const referenceField = soughtTextField(255);

/** The maximum number of items in one page. */
export const MAX_PAGE = 1000;

/** A page of a list; `next` is the position of its last item if there are more. */
export function itemsOf<Item extends z.ZodMiniType>(
  item: Item,
): z.ZodMiniType<Items<z.output<Item>>> {
  const document = z.object({
    items: listOf(item, MAX_PAGE),
    total: z.int().check(z.nonnegative()),
    next: z.optional(positionField),
  });
  return z.codec(document, z.custom<Items<z.output<Item>>>(), {
    decode: ({ next, ...part }) => ({ ...part, ...(next !== undefined && { next }) }),
    encode: ({ items, ...part }) => ({ ...part, items: [...items] }),
  });
}

function lowerCase<Text extends string>(pattern: RegExp, rule: string) {
  return z.codec(z.string().check(z.regex(pattern, rule)), z.custom<Text>(isString), {
    decode: (text) => text.toLowerCase() as Text,
    encode: (text) => text as string,
  });
}

function bytesField(length: number) {
  const rule = `must be ${length} bytes in canonical base64`;
  const digits = Math.ceil(length * 4 / 3);
  const padding = "=".repeat((3 - length % 3) % 3);
  return z.codec(
    z.string().check(
      z.regex(new RegExp(`^[A-Za-z0-9+/]{${digits}}${padding}$`), rule),
      z.refine((text) => decodeBase64(text)?.length === length, rule),
    ),
    z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array),
    { decode: (text) => Uint8Array.fromBase64(text), encode: (bytes) => bytes.toBase64() },
  );
}

function envelopeField(keyid: z.ZodMiniType) {
  return z.codec(
    z.optional(
      z.object({
        payload: z.string(),
        payloadType: z.literal(PAYLOAD_TYPE),
        signatures: listOf(z.object({ keyid, sig: z.string() }), 1).check(z.minLength(1)),
      }).check(z.refine(
        (envelope) => fromEnvelope(envelope) !== null,
        "must be a DSSE envelope of an in-toto statement with one signature",
      )),
    ),
    z.custom<SignedStatement | undefined>(),
    {
      decode: (envelope) => fromEnvelope(envelope) ?? undefined,
      encode: (statement) => statement && toEnvelope(statement),
    },
  );
}

function isString(value: unknown): boolean {
  return typeof value === "string";
}
