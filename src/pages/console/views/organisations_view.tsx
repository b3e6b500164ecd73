import type { OrgId } from "../../../domain/ids.ts";
import type { Organisation } from "../../../domain/organisation.ts";
import type { Api } from "../api/connect.ts";
import type { Column } from "../parts/data_table.tsx";
import { OrgForm } from "../parts/org_form.tsx";
import { PagedList } from "../parts/paged_list.tsx";
import { Code } from "../parts/text.tsx";

interface OrganisationsViewProps {
  readonly api: Api;
  readonly onChoose: (orgId: OrgId) => void;
}

/** Asks a token for all organisations which one to show. */
export function OrganisationsView({ api, onChoose }: OrganisationsViewProps) {
  return (
    <>
      <OrgForm label="ID of an organisation" action="Show" onGiven={onChoose} />
      <PagedList
        caption="Organisations"
        name="organisations"
        load={(page) => api.orgs.list({ page })}
        columns={() => [...COLUMNS, chooseColumn(onChoose)]}
        idOf={({ orgId }) => orgId}
      />
    </>
  );
}

const COLUMNS: readonly Column<Organisation>[] = [
  { title: "Organisation", cell: ({ orgId }) => <Code of={orgId} /> },
  { title: "Active signing keys", cell: ({ signingKeys }) => signingKeys },
  { title: "Active trusted keys", cell: ({ trustedKeys }) => trustedKeys },
];

function chooseColumn(onChoose: (orgId: OrgId) => void): Column<Organisation> {
  return {
    title: "Open",
    cell: ({ orgId }) => (
      <button
        type="button"
        aria-label={`Show ${orgId}`}
        onClick={() => onChoose(orgId)}
      >
        Show
      </button>
    ),
  };
}
