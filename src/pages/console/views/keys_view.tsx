import { useState } from "preact/hooks";
import { fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import { type KeyReference, referenceToId } from "../../../domain/key_reference.ts";
import type { Page } from "../../../domain/list_slice.ts";
import type { SigningKeyInfo } from "../../../domain/signing_key.ts";
import { signingKeyStatus } from "../../../domain/status.ts";
import { Checkbox } from "../parts/checkbox.tsx";
import { ConfirmDialog } from "../parts/confirm_dialog.tsx";
import type { Column } from "../parts/data_table.tsx";
import { FindField } from "../parts/find_field.tsx";
import { Impact } from "../parts/impact.tsx";
import { PagedList } from "../parts/paged_list.tsx";
import { Code, Status, Text, Time } from "../parts/text.tsx";
import { oneItem } from "../one_item.ts";
import type { Viewed } from "../session.ts";

type Row = Stored<SigningKeyInfo>;

/** The signing keys of an organisation. */
export function KeysView({ api, orgId, rights }: Viewed) {
  const [text, setText] = useState("");
  const [includeRevoked, setIncludeRevoked] = useState(false);
  const [revoking, setRevoking] = useState<{ row: Row; reload: () => void } | null>(null);
  const load = (page: Page) =>
    text === ""
      ? api.keys.list({ orgId, includeRevoked, page })
      : oneItem(() => api.keys.lookUp({ text, orgId }), "key_not_found");
  return (
    <>
      <FindField label="Name, or beginning of an ID or fingerprint" onFind={setText} />
      <Checkbox isOn={includeRevoked} onChange={setIncludeRevoked}>Show revoked keys</Checkbox>
      <PagedList
        caption="Signing keys"
        name={JSON.stringify([orgId, text, includeRevoked])}
        load={load}
        idOf={(row) => String(fieldsOf(row).id)}
        columns={({ reload }) => [
          ...COLUMNS,
          ...(rights.isAdmin ? [revokeColumn((row) => setRevoking({ row, reload }))] : []),
        ]}
      />
      {revoking !== null && (
        <RevokeKey
          {...{ api, orgId, rights, row: revoking.row }}
          onClose={(changed) => {
            setRevoking(null);
            if (changed) revoking.reload();
          }}
        />
      )}
    </>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  {
    title: "Name",
    cell: (row) => <Text of={fieldsOf(row).name} />,
  },
  { title: "Status", cell: (row) => <Status of={statusOf(row)} /> },
  { title: "Fingerprint", cell: (row) => <Code of={fieldsOf(row).publicKey?.fingerprint} /> },
  {
    title: "Created (UTC)",
    cell: (row) => <Time of={fieldsOf(row).createdAt} />,
  },
];

function revokeColumn(onRevoke: (row: Row) => void): Column<Row> {
  const mayRevoke = (row: Row) => {
    const { id, revokedAt } = fieldsOf(row);
    return id !== undefined && (revokedAt ?? null) === null;
  };
  return {
    title: "Actions",
    cell: (row) =>
      mayRevoke(row) &&
      <button type="button" onClick={() => onRevoke(row)}>Revoke…</button>,
  };
}

function statusOf(row: Row): string {
  return isDamaged(row) ? "damaged" : signingKeyStatus(row);
}

interface RevokeKeyProps extends Viewed {
  readonly row: Row;
  readonly onClose: (changed: boolean) => void;
}

function RevokeKey({ api, orgId, row, onClose }: RevokeKeyProps) {
  const [andTrust, setAndTrust] = useState(false);
  const { id, name } = fieldsOf(row);
  const reference: KeyReference = { text: referenceToId(id!), orgId };
  return (
    <ConfirmDialog
      title="Revoke this signing key"
      phrase={name || id!}
      action="Revoke"
      choice={String(andTrust)}
      loadImpact={() => api.keys.revoke({ reference, andTrust, dryRun: true })}
      showImpact={(impact) => (
        <>
          <p>It would sign nothing any more. This cannot be undone.</p>
          {impact.isStillTrusted && <p>What it has signed would still verify: it stays trusted.</p>}
          <Impact
            of={{ ...impact, stillTrustedBy: impact.isStillTrusted ? [] : impact.stillTrustedBy }}
          />
        </>
      )}
      act={() => api.keys.revoke({ reference, andTrust, dryRun: false })}
      onClose={onClose}
    >
      <Checkbox isOn={andTrust} onChange={setAndTrust}>
        Also revoke this organisation’s trust in it
      </Checkbox>
    </ConfirmDialog>
  );
}
