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
import { RevocableList } from "../parts/revocable_list.tsx";
import { Code, Status, Text, Time } from "../parts/text.tsx";
import { oneItem } from "../one_item.ts";
import type { Viewed } from "../session.ts";

type Row = Stored<SigningKeyInfo>;

/** The signing keys of an organisation. */
export function KeysView({ api, orgId, rights }: Viewed) {
  const [text, setText] = useState("");
  const [includeRevoked, setIncludeRevoked] = useState(false);
  const load = (page: Page) =>
    text === ""
      ? api.keys.list({ orgId, includeRevoked, page })
      : oneItem(() => api.keys.lookUp({ text, orgId }), "key_not_found");
  return (
    <>
      <FindField label="Name, or beginning of an ID or fingerprint" onFind={setText} />
      <Checkbox isOn={includeRevoked} onChange={setIncludeRevoked}>Show revoked keys</Checkbox>
      <RevocableList
        caption="Signing keys"
        name={JSON.stringify([orgId, text, includeRevoked])}
        load={load}
        idOf={(row) => String(fieldsOf(row).id)}
        columns={COLUMNS}
        mayRevoke={rights.isAdmin ? isActive : null}
        dialogOf={(row, onClose) => <RevokeKey {...{ api, orgId, row, onClose }} />}
      />
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

function isActive(row: Row): boolean {
  const { id, revokedAt } = fieldsOf(row);
  return id !== undefined && (revokedAt ?? null) === null;
}

function statusOf(row: Row): string {
  return isDamaged(row) ? "damaged" : signingKeyStatus(row);
}

interface RevokeKeyProps extends Pick<Viewed, "api" | "orgId"> {
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
