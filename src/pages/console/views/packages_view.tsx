import { useRef, useState } from "preact/hooks";
import { fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import type { SignatureRecord } from "../../../domain/records.ts";
import { UPLOAD_HEAD_BYTES, uploadWarnings } from "../../../domain/upload.ts";
import { Code, Status, Text, Time } from "../parts/text.tsx";
import { LoadState } from "../parts/load_state.tsx";
import { PagedList } from "../parts/paged_list.tsx";
import type { Column } from "../parts/data_table.tsx";
import { hashFile } from "../hash_file.ts";
import { judge, type JudgedFile, type Verdict } from "../judge_package.ts";
import type { Viewed } from "../session.ts";
import { toFailure, useLoaded } from "../use_loaded.ts";

type Row = Stored<SignatureRecord>;

interface HashedFile extends JudgedFile {
  readonly name: string;
}

/** The stored signatures, of all packages or of a file, which is hashed here and not sent. */
export function PackagesView(viewed: Viewed) {
  const { api, orgId } = viewed;
  const [file, setFile] = useState<HashedFile | null>(null);
  const hash = file?.hash ?? null;
  return (
    <>
      <FilePicker onHashed={setFile} />
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
    title: "Says it was signed (UTC)",
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

function FilePicker({ onHashed }: { readonly onHashed: (file: HashedFile) => void }) {
  const [progress, setProgress] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const current = useRef<AbortController | null>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    current.current?.abort();
    const { signal } = current.current = new AbortController();
    setError(null);
    setProgress(0);
    try {
      const hash = await hashFile(file, { signal, onProgress: setProgress });
      const head = new Uint8Array(await file.slice(0, UPLOAD_HEAD_BYTES).arrayBuffer());
      const warnings = uploadWarnings({ size: file.size, head });
      if (!signal.aborted) onHashed({ name: file.name, hash, warnings });
    } catch (thrown) {
      if (!signal.aborted) setError(toFailure(thrown).message);
    }
    if (!signal.aborted) setProgress(null);
  };
  return (
    <div
      class="drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer?.files[0]);
      }}
    >
      <label for="file">Package to check, which is not uploaded: choose it, or drop it here</label>
      <input
        id="file"
        type="file"
        onChange={({ currentTarget }) => {
          take(currentTarget.files?.[0]);
          currentTarget.value = "";
        }}
      />
      {progress !== null && <progress aria-label="Hashing the package" value={progress} max={1} />}
      <p role="alert" class="problem">{error !== null && <Text of={error} />}</p>
    </div>
  );
}
