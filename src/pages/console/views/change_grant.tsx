import type { OrgId } from "../../../domain/ids.ts";
import { type GrantImpact, loadGrantImpact } from "../grant_impact.ts";
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
      loadImpact={() => loadGrantImpact(api, pair)}
      showImpact={(impact) => <ImpactOf kind={kind} child={child} impact={impact} />}
      act={() => isGrant ? api.orgs.grantTrust(pair) : api.orgs.revokeTrust(pair)}
      onClose={onClose}
    />
  );
}

type ImpactProps = Change & { readonly impact: GrantImpact };

function ImpactOf({ kind, child, impact: { keys, isCutOff } }: ImpactProps) {
  return (
    <>
      <p>
        <strong>{countOf(keys.length, "key")}</strong> that <Code of={child} /> itself trusts would
        {kind === "grant"
          ? " be accepted here beside those that are already, and every key that it trusts later."
          : " no longer be accepted here; what is also accepted otherwise is not counted."}
      </p>
      {isCutOff && (
        <p class="warning">
          There are too many keys to look at all: more may be concerned, or fewer.
        </p>
      )}
      <ul>
        {keys.slice(0, LISTED).map(({ id, name, publicKey: { fingerprint } }) => (
          <li key={id}>
            {name !== null && <Text of={name} />} <Code of={fingerprint} />
          </li>
        ))}
        {keys.length > LISTED && <li>and {keys.length - LISTED} more</li>}
      </ul>
    </>
  );
}
