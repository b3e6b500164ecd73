import type { ErrorCode } from "../errors.ts";
import type { Fingerprint } from "./fingerprint.ts";

/**
 * The engine's answers to an upload: `accepted`, or the code of its refusal. Where it cannot read a row that it needs, it
 * answers `signature_verification_error`, which is `store_corrupt` here.
 */
export const PREFLIGHT_ANSWERS = [
  "accepted",
  "signature_not_found",
  "untrusted_signer",
  "invalid_signature",
  "store_corrupt",
] as const satisfies readonly ("accepted" | ErrorCode)[];

/** The engine's answer to an upload, with warnings. */
export interface PreflightReport {
  readonly answer: typeof PREFLIGHT_ANSWERS[number];
  /** The reason, for the user. */
  readonly reason: string;
  /** Warnings about the limits of that answer. */
  readonly warnings: readonly string[];
  /** The signer of the only signature that the engine checks. */
  readonly signer: Fingerprint | null;
}
