import { openAuditLog } from "../../src/files/audit_log.ts";

// A process that appends to an audit log: path, name, and how many lines ("endless" until it is killed).
const [path, name, count] = Deno.args as [string, string, string];
const log = openAuditLog(path, () => new Date());
for (let number = 0; count === "endless" || number < Number(count); number++) {
  await log.append([{ type: "package.signed", name: `${name} ${number}` }], "writer");
}
