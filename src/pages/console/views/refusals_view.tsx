import type { RecentRefusal } from "../../../domain/recent_refusal.ts";
import { type Column, DataTable } from "../parts/data_table.tsx";
import { LoadState } from "../parts/load_state.tsx";
import { Code, Text, Time } from "../parts/text.tsx";
import type { Viewed } from "../session.ts";
import { useLoaded } from "../use_loaded.ts";

/** What this server refused lately. */
export function RefusalsView({ api, orgId }: Viewed) {
  const refusals = useLoaded(orgId, () => api.refusals({ orgId }));
  return (
    <>
      <p class="note">
        The last 100 of this organisation within a day, as this server remembers them since it
        started. The audit log has all.
      </p>
      <button type="button" onClick={refusals.reload}>Reload</button>
      <LoadState of={refusals}>
        {(items) =>
          items.length === 0 ? <p>Nothing was refused.</p> : (
            <DataTable
              caption="Refusals"
              columns={COLUMNS}
              rows={items.map((refusal, index) => ({ ...refusal, index }))}
              idOf={({ index }) => String(index)}
            />
          )}
      </LoadState>
    </>
  );
}

const COLUMNS: readonly Column<RecentRefusal>[] = [
  { title: "Time (UTC)", cell: ({ at }) => <Time of={at} /> },
  { title: "Event", cell: ({ type }) => type },
  { title: "Reason", cell: ({ reason }) => <Text of={reason ?? ""} /> },
  {
    title: "About",
    cell: ({ name, fingerprint, packageHash }) => (
      <>
        {name !== null && <Text of={name} />} {packageHash !== null && <Code of={packageHash} />}
        {name === null && packageHash === null && <Code of={fingerprint ?? ""} />}
      </>
    ),
  },
  { title: "Token", cell: ({ tokenId }) => <Code of={tokenId ?? ""} /> },
  { title: "From", cell: ({ address }) => <Text of={address ?? ""} /> },
];
