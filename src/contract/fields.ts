import { HEX_32_BYTES, UUID } from "../domain/patterns.ts";
import * as z from "zod/mini";
import type { ApiTokenId } from "../domain/api_token.ts";
import { toMoment } from "../domain/claimed_time.ts";
import type { Fingerprint } from "../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import type { Items } from "../domain/list_slice.ts";
import { MAX_POSITION_LENGTH } from "../domain/list_position.ts";
import { MIN_PREFIX_LENGTH } from "../domain/key_reference.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import { isApiToken } from "../formats/api_token.ts";
import { decodeBase64 } from "../formats/base64.ts";
import { isRfc3339, toRfc3339 } from "../formats/rfc3339.ts";

// How single values travel in JSON. Each is a codec: `decode` admits what came and gives what the program works with,
// `encode` gives what is sent. The JSON Schema of the API is that of the side that travels.

/** An organisation. */
export const orgIdField = lowerCase<OrgId>(UUID, "must be a UUID");

/** A signing key, by its id. */
export const keyIdField = lowerCase<KeyId>(UUID, "must be a UUID");

/** An API token, by its id. */
export const tokenIdField = lowerCase<ApiTokenId>(UUID, "must be a UUID");

/** The id of a row that is only shown: whatever its store calls it. */
export const rowIdField = z.string().check(z.maxLength(64));

/** The text of an API token. */
export const apiTokenField = z.string().check(
  z.regex(/^clk_[A-Za-z0-9_-]{43}$/, "must be a token"),
  z.refine(isApiToken, "must be a token"),
);

/** The SHA-256 of a public key. */
export const fingerprintField = lowerCase<Fingerprint>(HEX_32_BYTES, "must be 64 hex characters");

/** The SHA-256 of a package. */
export const packageHashField = lowerCase<PackageHash>(HEX_32_BYTES, "must be 64 hex characters");

/** How a fingerprint begins. */
export const fingerprintPrefixField = z.string().check(
  z.regex(
    new RegExp(`^[0-9a-fA-F]{${MIN_PREFIX_LENGTH},64}$`),
    `must be ${MIN_PREFIX_LENGTH} to 64 hex characters`,
  ),
);

/** A name that is new: the operation says what is wrong with it, this only bounds it. */
export const nameField = z.string().check(z.minLength(1), z.maxLength(255));

/** A moment: any RFC 3339 time when it comes, UTC in whole seconds when it goes. */
export const timeField = z.codec(
  z.string().check(z.maxLength(64), z.refine(isRfc3339, "must be an RFC 3339 time")),
  z.date(),
  { decode: toMoment, encode: toRfc3339 },
);

/** An RFC 3339 time as somebody wrote it, which stays as it is. */
export const timeTextField = z.string().check(
  z.maxLength(64),
  z.refine(isRfc3339, "must be an RFC 3339 time"),
);

/** 32 bytes of a public key, in canonical base64. */
export const publicKeyField = bytesField(32);

/** 64 bytes of a signature, in canonical base64. */
export const signatureField = bytesField(64);

/** A list of at most so many: in zod 4.6.7 none of a longer one is looked at. */
export function listOf<Item extends z.ZodMiniType>(item: Item, most: number) {
  return z.array(item).check(z.maxLength(most));
}

/** A position in a list, which only the store that gave it can read. */
export const positionField = z.string().check(z.minLength(1), z.maxLength(MAX_POSITION_LENGTH));

/** A word by which a person means a key. */
export const referenceField = z.string().check(
  z.minLength(1),
  z.maxLength(255),
  z.refine((text) => !text.includes("\u0000"), "must not have a NUL"),
);

/** The most items of a list in one answer. */
export const MAX_PAGE = 1000;

/** A part of a long list; `next` is the position after which others follow. */
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

function isString(value: unknown): boolean {
  return typeof value === "string";
}
