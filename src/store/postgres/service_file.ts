import type { Refuse } from "./url_error.ts";

/**
 * The parameters below `[name]`, up to the next section (PostgreSQL, section 34.17). Throws where there is no such
 * section, or where a line of it is not `name=value`, such as one that asks an LDAP server.
 */
export function sectionOf(
  text: string,
  name: string,
  refuse: Refuse,
): readonly (readonly [name: string, value: string])[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const start = lines.indexOf(`[${name}]`);
  if (start === -1) throw refuse("the service file has no such section");
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => line.startsWith("["));
  return after.slice(0, end === -1 ? after.length : end).map((line) => {
    const [, parameter, value] = /^([A-Za-z_]+)=(.*)$/s.exec(line) ?? [];
    if (parameter !== undefined && value !== undefined) return [parameter, value];
    throw refuse("a line of it is not of the form name=value");
  });
}
