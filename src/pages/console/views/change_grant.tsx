import { fieldsOf } from "../../../domain/damaged.ts";
import type { OrgId } from "../../../domain/ids.ts";
import { ConfirmDialog } from "../parts/confirm_dialog.tsx";
import { countOf } from "../parts/impact.tsx";
import { Code, Text } from "../parts/text.tsx";
import type { Viewed } from "../session.ts";

/** A grant to make or to revoke. */
export interface Change {
  readonly kind: "grant" | "revoke";
  readonly child: OrgId;
}

interface ChangeGrantProps extends Viewed {
  readonly change: Change;
  readonly onClose: (changed: boolean) => void;
}

/** How many characters of an organisation's ID are typed. */
const TYPED = 8;

/** How many of its keys are listed. */
const LISTED = 20;

/** Shows whose keys would be accepted, or no longer, and changes the grant. An organisation has no name: its ID is typed. */
export function ChangeGrant({ api, orgId, change: { kind, child }, onClose }: ChangeGrantProps) {
  const isGrant = kind === "grant";
  const pair = { parent: orgId, child };
  return (
    <ConfirmDialog
      title={isGrant ? "Grant trust" : "Revoke the grant"}
      phrase={child.slice(0, TYPED)}
      action={isGrant ? "Grant" : "Revoke"}
      loadImpact={() => ownKeysOf(api, child)}
      showImpact={({ keys, total, isCutOff }) => (
        <>
          <p>
            <strong>{isCutOff && "At least "}{countOf(total, "key")}</strong> that{" "}
            <Code of={child} /> itself trusts would
            {isGrant
              ? " be accepted here, and every key that it trusts later."
              : " no longer be accepted here, unless this organisation trusts them itself."}
          </p>
          <ul>
            {keys.map(({ id, name, fingerprint }) => (
              <li key={id}>
                {name !== null && <Text of={name} />} <Code of={fingerprint} />
              </li>
            ))}
            {total > keys.length && <li>and {total - keys.length} more</li>}
          </ul>
        </>
      )}
      act={() => isGrant ? api.orgs.grantTrust(pair) : api.orgs.revokeTrust(pair)}
      onClose={onClose}
    />
  );
}

/** The keys that an organisation trusts itself, without those of its own grants, which are not followed further. */
async function ownKeysOf(api: Viewed["api"], orgId: OrgId) {
  const page = { limit: 1000, offset: 0 };
  const { items, next } = await api.keys.trusted.list({ orgId, includeRevoked: false, page });
  const own = items.map(fieldsOf).filter(({ trustedBy }) => trustedBy === orgId);
  const keys = own.slice(0, LISTED).map(({ id, name, publicKey }) => ({
    id: String(id),
    name: name ?? null,
    fingerprint: publicKey?.fingerprint ?? "",
  }));
  return { keys, total: own.length, isCutOff: next !== undefined };
}
