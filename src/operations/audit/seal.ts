import type { AuditSeal, SealedStretch } from "../../domain/audit_seal.ts";
import { auditSealMessage } from "../../formats/audit/audit_seal.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Clock } from "../parts.ts";
import { signMessage } from "../sign_message.ts";
import type { Signer } from "../signer.ts";

/** Signs a range of an audit log. */
export async function sealAuditLog(
  signer: Signer,
  { start, head, lines }: SealedStretch,
  clock: Clock,
): Promise<AuditSeal> {
  const stretch = { start, head, lines };
  return {
    ...stretch,
    keyFingerprint: signer.fingerprint,
    signature: await signMessage(signer, auditSealMessage(stretch)),
    sealedAt: toRfc3339(clock()),
  };
}
