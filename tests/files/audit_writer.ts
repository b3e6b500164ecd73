import { CloacinaError } from "../../src/errors.ts";
import { openAuditLog } from "../../src/files/audit_log.ts";

// A process that appends to an audit log: path, name, and how many lines ("endless" until it is killed).
const [path, name, count] = Deno.args as [string, string, string];
const log = openAuditLog(path, () => new Date());
for (let number = 0; count === "endless" || number < Number(count); number++) {
  await append(`${name} ${number}`);
}

/** Appends a line, again where others had the lock for longer than is waited: nothing was written then. */
async function append(name: string): Promise<void> {
  try {
    await log.append([{ type: "package.signed", name }], "writer");
  } catch (error) {
    if (!(error instanceof CloacinaError && error.message.startsWith("Cannot lock "))) throw error;
    await append(name);
  }
}
