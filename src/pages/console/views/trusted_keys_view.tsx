import { useState } from "preact/hooks";
import { fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import type { Page } from "../../../domain/list_slice.ts";
import { trustedKeyStatus } from "../../../domain/status.ts";
import type { TrustedKeyInfo } from "../../../domain/trusted_key.ts";
import { oneItem } from "../one_item.ts";
import { Checkbox } from "../parts/checkbox.tsx";
import { ConfirmDialog } from "../parts/confirm_dialog.tsx";
import type { Column } from "../parts/data_table.tsx";
import { FindField } from "../parts/find_field.tsx";
import { Impact } from "../parts/impact.tsx";
import { RevocableList } from "../parts/revocable_list.tsx";
import { Code, Status, Text, Time } from "../parts/text.tsx";
import type { Viewed } from "../session.ts";
import { TrustKey } from "./trust_key.tsx";

type Row = Stored<TrustedKeyInfo>;

/** The keys that an organisation trusts, itself or through grants. */
export function TrustedKeysView(viewed: Viewed) {
  const { api, orgId, rights } = viewed;
  const [text, setText] = useState("");
  const [includeRevoked, setIncludeRevoked] = useState(false);
  const [version, setVersion] = useState(0);
  const load = (page: Page) =>
    text === ""
      ? api.keys.trusted.list({ orgId, includeRevoked, page })
      : oneItem(() => api.keys.trusted.lookUp({ orgId, text }), "trust_not_found");
  return (
    <>
      {rights.isAdmin && <TrustKey {...viewed} onTrusted={() => setVersion(version + 1)} />}
      <FindField label="Name, or beginning of a fingerprint" onFind={setText} />
      <Checkbox isOn={includeRevoked} onChange={setIncludeRevoked}>Show revoked keys</Checkbox>
      <RevocableList
        caption="Trusted keys"
        name={JSON.stringify([orgId, text, includeRevoked, version])}
        load={load}
        idOf={(row) => String(fieldsOf(row).id)}
        columns={[...COLUMNS, { title: "Trusted by", cell: (row) => trustedBy(row, orgId) }]}
        mayRevoke={rights.isAdmin ? (row) => isOwnTrust(row, orgId) : null}
        dialogOf={(row, onClose) => <RevokeTrust {...{ api, orgId, row, onClose }} />}
      />
    </>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  {
    title: "Name",
    cell: (row) => {
      const { name } = fieldsOf(row);
      return name === null ? <span class="muted">no name</span> : <Text of={name} />;
    },
  },
  {
    title: "Status",
    cell: (row) => <Status of={isDamaged(row) ? "damaged" : trustedKeyStatus(row)} />,
  },
  { title: "Fingerprint", cell: (row) => <Code of={fieldsOf(row).publicKey?.fingerprint} /> },
  {
    title: "Since (UTC)",
    cell: (row) => <Time of={fieldsOf(row).trustedAt} />,
  },
];

function trustedBy(row: Row, orgId: Viewed["orgId"]) {
  const { trustedBy } = fieldsOf(row);
  return trustedBy === orgId ? "this organisation" : (
    <>
      a grant to <Code of={trustedBy} />
    </>
  );
}

/** Only an organisation's own trust is revoked here: that of another one ends with the grant. */
function isOwnTrust(row: Row, orgId: Viewed["orgId"]): boolean {
  const { trustedBy, revokedAt, id } = fieldsOf(row);
  return trustedBy === orgId && id !== undefined && (revokedAt ?? null) === null;
}

interface RevokeTrustProps extends Pick<Viewed, "api" | "orgId"> {
  readonly row: Row;
  readonly onClose: (changed: boolean) => void;
}

function RevokeTrust({ api, orgId, row, onClose }: RevokeTrustProps) {
  const { id, name, publicKey } = fieldsOf(row);
  const fingerprint = publicKey?.fingerprint;
  const request = { orgId, fingerprintPrefix: fingerprint ?? id! };
  return (
    <ConfirmDialog
      title="Revoke the trust in this key"
      phrase={name || fingerprint?.slice(0, 8) || id!}
      action="Revoke trust"
      loadImpact={() => api.keys.trusted.revoke({ ...request, dryRun: true })}
      showImpact={(impact) => <Impact of={impact} />}
      act={() => api.keys.trusted.revoke({ ...request, dryRun: false })}
      onClose={onClose}
    />
  );
}
