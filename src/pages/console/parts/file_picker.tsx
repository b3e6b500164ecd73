import { useEffect, useRef, useState } from "preact/hooks";
import { UPLOAD_HEAD_BYTES, uploadWarnings } from "../../../domain/upload.ts";
import { CloacinaError, toCloacinaError } from "../../../errors.ts";
import { type Following, hashPackage } from "../../hashing/hash_package.ts";
import { readStart } from "../../read_start.ts";
import type { JudgedFile } from "../judge_package.ts";
import { Text } from "./text.tsx";

/** A file that was chosen, and hashed. */
export interface HashedFile extends JudgedFile {
  readonly name: string;
}

interface FilePickerProps {
  /** Gets null as soon as a file is chosen, and the file once it is hashed. */
  readonly onChange: (file: HashedFile | null) => void;
}

/** Hashes the file that is chosen or dropped, until another is or this is no longer shown. */
export function FilePicker({ onChange }: FilePickerProps) {
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<CloacinaError | null>(null);
  const current = useRef(new AbortController());
  useEffect(() => () => current.current.abort(), []);
  const take = async (files: FileList | null | undefined) => {
    if (!files?.length) return;
    current.current.abort();
    const { signal } = current.current = new AbortController();
    onChange(null);
    setProblem(null);
    setProgress(0);
    try {
      const hashed = await hashOne([...files], { onProgress: setProgress, signal });
      signal.throwIfAborted();
      onChange(hashed);
    } catch (thrown) {
      if (!signal.aborted) setProblem(toCloacinaError(thrown));
    }
    if (!signal.aborted) setProgress(null);
  };
  return (
    <div class="drop" onDrop={({ dataTransfer }) => take(dataTransfer?.files)}>
      <label for="file">Package to check, which is not uploaded: choose it, or drop it here</label>
      <input
        id="file"
        type="file"
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          currentTarget.value = "";
        }}
      />
      {progress !== null && <progress aria-label="Hashing the package" value={progress} max={1} />}
      <p role="alert" class="problem">
        {problem !== null && <Text of={[problem.message, problem.hint ?? []].flat().join("; ")} />}
      </p>
    </div>
  );
}

async function hashOne(
  [file, ...more]: readonly File[],
  following: Following,
): Promise<HashedFile> {
  if (file === undefined || more.length > 0) {
    throw new CloacinaError("invalid_request", "Cannot check several packages at once: drop one");
  }
  const warnings = uploadWarnings({
    size: file.size,
    head: await readStart(file, UPLOAD_HEAD_BYTES),
  });
  const { hash } = await hashPackage(file, following);
  return { name: file.name, hash, warnings };
}
