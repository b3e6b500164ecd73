import { previousOfAuditLine } from "../formats/audit/audit_line.ts";
import { linesOf } from "./audit_log_lines.ts";

/** What the first line of a log that is of a chain follows; null where there is none. */
export async function firstPrevious(file: Deno.FsFile): Promise<string | null> {
  const { size } = await file.stat();
  for await (const bytes of linesOf(file, size)) {
    const previous = bytes && previousOfAuditLine(bytes);
    if (previous !== null) return previous;
  }
  return null;
}
