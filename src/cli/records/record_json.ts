import type { output, ZodMiniCodec } from "zod/mini";
import { isDamaged, type Stored } from "../../domain/damaged.ts";

type Codecs = typeof import("../../contract/records.ts");

/** The records of the contract, by the names of their codecs, and what each of them is in the program. */
type Values = {
  readonly [Name in keyof Codecs as Codecs[Name] extends ZodMiniCodec ? Name : never]: output<
    Extract<Codecs[Name], ZodMiniCodec>
  >;
};

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** A record as the API sends it. The codecs are loaded where JSON is asked for, and nowhere else. */
export async function recordJson<Name extends keyof Values>(
  name: Name,
  value: Values[Name],
): Promise<Json> {
  const { encodeRecord } = await (loaded ??= import("../../contract/encode_record.ts"));
  return encodeRecord(name, value);
}

/** The records that a store keeps in rows of their own, with what is shown of a damaged row. */
const DAMAGED = {
  ApiToken: "DamagedApiToken",
  MinimumVersion: "DamagedMinimumVersion",
  SigningKey: "DamagedSigningKey",
  StoredSignature: "DamagedSignature",
  TrustGrant: "DamagedTrustGrant",
  TrustedKey: "DamagedTrustedKey",
} as const satisfies Partial<Record<keyof Values, keyof Values>>;

/** A record whose row may be damaged, as the API sends it. */
export async function storedJson<Name extends keyof typeof DAMAGED>(
  name: Name,
  row: Stored<Values[Name]>,
): Promise<Json> {
  return await recordJson(isDamaged(row) ? DAMAGED[name] : name, row as never);
}

/** Once for all records: Deno 2.9.6 takes milliseconds for each of many imports of one module at a time. */
let loaded: Promise<typeof import("../../contract/encode_record.ts")> | undefined;
