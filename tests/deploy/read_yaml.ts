import { parseAllDocuments } from "yaml";

/** The documents of a YAML file of the project. Throws where one is not sound, or names a field twice. */
export async function readYaml<Document>(path: string): Promise<readonly Document[]> {
  const text = await Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
  return parseAllDocuments(text, { merge: false }).map((document) => {
    for (const fault of [...document.errors, ...document.warnings]) throw fault;
    return document.toJS();
  });
}
