/** The table of the engine's record of its migrations. */
export const RECORD = "__diesel_schema_migrations";

/** What stands in the place of that record, and is none: what it is called, how it is made, and its state. */
export type NoRecord = readonly [what: string, making: string, state: string];

/** Those that every SQL database can have, with its name of a type of whole numbers, and two versions. */
export function noRecords(
  numbers: string,
  [first, second]: readonly [string, string],
): readonly NoRecord[] {
  const table = `CREATE TABLE ${RECORD}`;
  const insert = `INSERT INTO ${RECORD} VALUES`;
  return [
    ["a view", `CREATE VIEW ${RECORD} AS SELECT '${first}' AS version`, "is a view"],
    [
      "an index",
      `CREATE TABLE other (version TEXT); CREATE INDEX ${RECORD} ON other (version)`,
      "is an index",
    ],
    ["a table without versions", `${table} (number ${numbers})`, "has no column version"],
    [
      "a table of numbers",
      `${table} (version ${numbers}); ${insert} ('${first}'), ('${second}')`,
      `has a column version of type ${numbers}`,
    ],
    [
      "a table with a row without a version",
      `${table} (version TEXT); ${insert} ('${first}'), (NULL), ('${second}')`,
      "has a row without a version",
    ],
  ];
}
