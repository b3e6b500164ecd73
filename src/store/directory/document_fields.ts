import type { Bytes } from "../../crypto/bytes.ts";
import { SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import { LOWER_HEX_32_BYTES, LOWER_UUID } from "../../domain/patterns.ts";
import * as z from "zod/mini";
import { type FieldTable, type RecordCodec, recordOf } from "../../contract/record.ts";
import type { RowFields } from "../../contract/rows.ts";
import { API_ROLES, type ApiTokenId } from "../../domain/api_token.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import { decodeBase64 } from "../../formats/base64.ts";
import { must } from "../../formats/json/field_rule.ts";

/** The version of every document that this program writes, and the last one that it reads. */
export const DOCUMENT_VERSION = 1;

/** The codec of a row's document: exactly the fields of the table, and the version. */
export function rowCodec<Row>(table: FieldTable<Row>): RecordCodec<Row> {
  return recordOf(table, {
    constants: { version: DOCUMENT_VERSION },
    object: ({ version: _, ...fields }) => documentOf(fields),
  });
}

/** A document with exactly these fields and its version. */
export function documentOf<Fields extends z.core.$ZodShape>(fields: Fields) {
  const version = z.literal(DOCUMENT_VERSION, must(`be ${DOCUMENT_VERSION}`));
  return z.strictObject({ version, ...fields }, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `it has no field ${issue.keys.join(", ")}`
        : "it must be a JSON object",
  });
}

/** Any text. */
function textField() {
  return z.string(must("be text"));
}

/** A UUID in lower case, as an id of one sort. */
export function uuidField<Id extends string = string>() {
  return branded<Id>("be a UUID in lower case", LOWER_UUID);
}

/** 64 characters of lower-case hex, as a digest of one sort. */
export function sha256Field<Digest extends string>() {
  return branded<Digest>("be 64 characters of lower-case hex", LOWER_HEX_32_BYTES);
}

/** One of some words. */
function wordField<Word extends string>(words: readonly [Word, ...Word[]]) {
  return z.enum(words, must(`be one of ${words.join(", ")}`));
}

/** Any number of fields of one sort. */
function listField<Field extends z.core.$ZodType>(field: Field) {
  return z.array(field, must("be an array"));
}

/** So many bytes, in canonical base64. */
export function bytesField(length: number) {
  return base64Field(`${length} bytes`, (bytes) => bytes.length === length);
}

/** One byte or more, but not more than so many, in canonical base64. */
export function bytesUpToField(most: number) {
  return base64Field(`1 to ${most} bytes`, ({ length }) => length > 0 && length <= most);
}

function base64Field(what: string, isValid: (bytes: Uint8Array) => boolean) {
  const rule = must(`be ${what} in canonical base64`);
  const isWritten = (text: string) => {
    const bytes = decodeBase64(text);
    return bytes !== undefined && isValid(bytes);
  };
  return z.codec(
    z.string(rule).check(z.refine(isWritten, rule)),
    z.custom<Bytes>((value) => value instanceof Uint8Array && isValid(value), rule),
    { decode: (text) => Uint8Array.fromBase64(text), encode: (bytes) => bytes.toBase64() },
  );
}

/** A time in UTC to the millisecond, and in no other spelling than this: 2026-01-28T12:00:00.123Z. */
function timeField() {
  const rule = must("be a time such as 2026-01-28T12:00:00.123Z");
  return z.codec(z.string(rule).check(z.refine(isTime, rule)), z.date(rule), {
    decode: (text) => new Date(text),
    encode: (time) => time.toISOString(),
  });
}

function isTime(text: string): boolean {
  const time = new Date(text);
  return /^\d{4}-/.test(text) && !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

function branded<Text extends string>(rule: string, pattern: RegExp) {
  return z.custom<Text>((value) => typeof value === "string" && pattern.test(value), must(rule));
}

/** The codecs of what every store keeps: each value has one spelling. */
export const ROW_FIELDS: RowFields = {
  rowId: uuidField(),
  tokenId: uuidField<ApiTokenId>(),
  orgId: uuidField<OrgId>(),
  keyIds: listField(uuidField<KeyId>()),
  packageHash: sha256Field<PackageHash>(),
  fingerprint: sha256Field<Fingerprint>(),
  signature: bytesField(SIGNATURE_LENGTH),
  text: textField(),
  role: wordField(API_ROLES),
  time: timeField(),
};
