import { useState } from "preact/hooks";
import { fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import type { SignatureRecord } from "../../../domain/records.ts";
import { FilePicker, type HashedFile } from "../parts/file_picker.tsx";
import { Code, Status, Text, Time } from "../parts/text.tsx";
import { LoadState } from "../parts/load_state.tsx";
import { PagedList } from "../parts/paged_list.tsx";
import type { Column } from "../parts/data_table.tsx";
import { judge, type Verdict } from "../judge_package.ts";
import type { Viewed } from "../session.ts";
import { useLoaded } from "../use_loaded.ts";

type Row = Stored<SignatureRecord>;

/** The stored signatures, of all packages or of a file, which is hashed here and not sent. */
export function PackagesView(viewed: Viewed) {
  const { api, orgId } = viewed;
  const [file, setFile] = useState<HashedFile | null>(null);
  const hash = file?.hash ?? null;
  return (
    <>
      <FilePicker onChange={setFile} />
      {file !== null && (
        <>
          <h3>
            <Text of={file.name} />
          </h3>
          <p>
            <Code of={file.hash} />
          </p>
          <VerdictOf {...viewed} file={file} />
          <button type="button" onClick={() => setFile(null)}>Show all packages</button>
        </>
      )}
      <PagedList
        caption="Stored signatures"
        name={JSON.stringify([orgId, hash])}
        load={(page) => api.signatures.list({ orgId, hash, page })}
        columns={() => COLUMNS}
        idOf={(row) => String(fieldsOf(row).id)}
      />
    </>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "Package", cell: (row) => <Code of={fieldsOf(row).packageHash} /> },
  { title: "Signed by", cell: (row) => <Code of={fieldsOf(row).keyFingerprint} /> },
  {
    title: "Claimed signing time (UTC)",
    cell: (row) => <Time of={fieldsOf(row).signedAt} />,
  },
  { title: "Status", cell: (row) => <Status of={isDamaged(row) ? "damaged" : "stored"} /> },
];

function VerdictOf({ file, ...viewed }: Viewed & { readonly file: HashedFile }) {
  const verdict = useLoaded(JSON.stringify([viewed.orgId, file]), () => judge(viewed, file));
  return <LoadState of={verdict}>{(value) => <ShownVerdict of={value} />}</LoadState>;
}

function ShownVerdict({ of: { isGood, title, reason, warnings } }: { readonly of: Verdict }) {
  return (
    <div role="status" class={`verdict ${isGood ? "good" : "bad"}`}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>
        <Text of={reason} />
      </p>
      {warnings.map((warning) => (
        <p key={warning} class="warning">
          <Text of={warning} />
        </p>
      ))}
    </div>
  );
}
