import type { Verb } from "./endpoint.ts";
import { KEYS } from "./keys.ts";
import { ORGS } from "./orgs.ts";
import { PACKAGES } from "./packages.ts";
import { SIGNATURES } from "./signatures.ts";
import { TOKENS } from "./tokens.ts";
import { TRUSTED_KEYS } from "./trusted_keys.ts";

/** All operations on keys, trust and signatures, by noun and verb. */
export const CONTRACT = {
  keys: { ...KEYS, trusted: TRUSTED_KEYS },
  orgs: ORGS,
  package: PACKAGES,
  signatures: SIGNATURES,
  tokens: TOKENS,
} as const;

/** The method signatures of a table of verbs. */
export type OperationsOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Verb<infer Request, infer Answer>
    ? (request: Request) => Promise<Answer>
    : OperationsOf<Table[Name]>;
};
