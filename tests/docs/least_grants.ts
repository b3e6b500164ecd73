import { fileURLToPath } from "node:url";

/** A privilege on one thing, as GRANT and REVOKE have it: "SELECT ON signing_keys". */
export type Grant = string;

/** A row of the table: what a role of the database is for, its commands, and what it must be granted. */
export interface Use {
  readonly name: string;
  readonly commands: readonly string[];
  readonly grants: readonly Grant[];
}

const PAGE = fileURLToPath(new URL("../../docs/operators.md", import.meta.url));
const HEADING = "## Roles of the database";

/** The table in docs/operators.md that says which privileges each use takes. */
export function leastGrants(): readonly Use[] {
  const [, section = ""] = Deno.readTextFileSync(PAGE).split(HEADING);
  const rows = section.split("\n## ")[0]!.split("\n").filter((line) => line.startsWith("| "));
  const uses = rows.slice(2).map((row) => {
    const [, name = "", commands = "", grants = ""] = row.split("|");
    return { name: name.trim(), commands: inCode(commands), grants: inCode(grants).flatMap(apart) };
  });
  if (uses.length === 0) throw new Error(`${PAGE} has no table below ${HEADING}`);
  return uses;
}

function inCode(cell: string): readonly string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, text]) => text!);
}

/** Each privilege on each table. */
function apart(grant: string): readonly Grant[] {
  const [, privileges, kind = "", names] = /^([A-Z, ]+) ON (SCHEMA )?([\w, ]+)$/.exec(grant) ?? [];
  if (privileges === undefined || names === undefined) throw new Error(`${grant} is no grant`);
  return names.split(", ").flatMap((name) =>
    privileges.split(", ").map((privilege) => `${privilege} ON ${kind}${name}`)
  );
}
