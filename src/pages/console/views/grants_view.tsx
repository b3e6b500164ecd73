import { useState } from "preact/hooks";
import { fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import type { OrgId } from "../../../domain/ids.ts";
import type { TrustGrantRecord } from "../../../domain/records.ts";
import { trustGrantStatus } from "../../../domain/status.ts";
import type { Column } from "../parts/data_table.tsx";
import { LoadState } from "../parts/load_state.tsx";
import { OrgForm } from "../parts/org_form.tsx";
import { PagedList } from "../parts/paged_list.tsx";
import { revokeColumn } from "../parts/revoke_column.tsx";
import { Code, Status, Time } from "../parts/text.tsx";
import { TrustPicture } from "../parts/trust_picture.tsx";
import { loadTrust } from "../load_trust.ts";
import type { Viewed } from "../session.ts";
import { useLoaded } from "../use_loaded.ts";
import { type Change, ChangeGrant } from "./change_grant.tsx";

type Row = Stored<TrustGrantRecord>;

/** Whom an organisation trusts, and who trusts it: as a picture, and as a table. */
export function GrantsView(viewed: Viewed) {
  const { api, orgId, rights } = viewed;
  const [version, setVersion] = useState(0);
  const [change, setChange] = useState<Change | null>(null);
  const trust = useLoaded(JSON.stringify([orgId, version]), () => loadTrust(viewed));
  // A grant is a matter of two organisations.
  const mayChange = rights.isAdmin && rights.seesAllOrgs;
  const revoke = (row: Row) => setChange({ kind: "revoke", child: fieldsOf(row).childOrgId! });
  return (
    <>
      <LoadState of={trust}>{(value) => <TrustPicture of={value} />}</LoadState>
      {mayChange && (
        <details class="panel">
          <summary>Grant trust…</summary>
          <OrgForm
            label="ID of the organisation whose keys are to be accepted"
            action="Continue…"
            onGiven={(child) => setChange({ kind: "grant", child })}
          />
        </details>
      )}
      <PagedList
        caption="Grants"
        name={JSON.stringify([orgId, version])}
        load={(page) => api.orgs.listTrust({ orgId, page })}
        columns={() => [
          ...columnsOf(orgId),
          ...(mayChange ? [revokeColumn((row) => isOwnGrant(row, orgId), revoke)] : []),
        ]}
        idOf={(row) => String(fieldsOf(row).id)}
      />
      {change !== null && (
        <ChangeGrant
          {...viewed}
          change={change}
          onClose={(changed) => {
            setChange(null);
            if (changed) setVersion(version + 1);
          }}
        />
      )}
    </>
  );
}

function columnsOf(orgId: OrgId): readonly Column<Row>[] {
  const shown = (other: OrgId | undefined) =>
    other === orgId ? "this organisation" : <Code of={other} />;
  return [
    { title: "Accepts keys", cell: (row) => shown(fieldsOf(row).parentOrgId) },
    { title: "Of", cell: (row) => shown(fieldsOf(row).childOrgId) },
    {
      title: "Status",
      cell: (row) => <Status of={isDamaged(row) ? "damaged" : trustGrantStatus(row)} />,
    },
    {
      title: "Since (UTC)",
      cell: (row) => <Time of={fieldsOf(row).grantedAt} />,
    },
  ];
}

function isOwnGrant(row: Row, orgId: OrgId): boolean {
  const { parentOrgId, childOrgId, revokedAt } = fieldsOf(row);
  return parentOrgId === orgId && childOrgId !== undefined && (revokedAt ?? null) === null;
}
