import { useState } from "preact/hooks";
import { isUuid, type OrgId, toOrgId } from "../../../domain/ids.ts";
import type { Organisation } from "../../../domain/organisation.ts";
import type { Api } from "../api/connect.ts";
import type { Column } from "../parts/data_table.tsx";
import { PagedList } from "../parts/paged_list.tsx";
import { Code } from "../parts/text.tsx";

interface OrganisationsViewProps {
  readonly api: Api;
  readonly onChoose: (orgId: OrgId) => void;
}

/** Asks a token for all organisations which one to show. */
export function OrganisationsView({ api, onChoose }: OrganisationsViewProps) {
  const [text, setText] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (isUuid(text.trim())) onChoose(toOrgId(text.trim()));
  };
  return (
    <>
      <form class="find" onSubmit={submit}>
        <label for="org">ID of an organisation</label>
        <input
          id="org"
          value={text}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <button type="submit">Show</button>
      </form>
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
