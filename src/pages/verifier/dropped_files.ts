import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { element } from "./element.ts";

type Field = "package" | "signature" | "keys";

const FIELDS: readonly Field[] = ["package", "signature", "keys"];

/** How key files are called. A name only decides to which field a file goes; what it is is read from its content. */
const KEY_NAME = /\.(pub|pem|der|crt|cer|jwk|jwks|key)$/i;

/**
 * Puts dropped files into the fields of the form: all into the one that they were dropped on, else each by its name.
 * Throws `invalid_request` for a folder, and for more files than a field takes.
 */
export function takeDropped(transfer: DataTransfer, target: EventTarget | null): void {
  refuseFolders(transfer);
  const field = target instanceof Element ? target.closest<HTMLElement>("[data-drop]") : null;
  const byField = Map.groupBy(
    transfer.files,
    ({ name }) => field?.dataset["drop"] as Field | undefined ?? fieldOf(name),
  );
  for (const name of FIELDS) {
    const files = byField.get(name) ?? [];
    const input = element(name, HTMLInputElement);
    if (files.length > 1 && !input.multiple) {
      throw refused(`${files.length} files were dropped as the ${name}, which is one`);
    }
  }
  for (const [name, files] of byField) element(name, HTMLInputElement).files = listOf(files);
}

function fieldOf(name: string): Field {
  if (/\.sig$/i.test(name)) return "signature";
  return KEY_NAME.test(name) ? "keys" : "package";
}

function listOf(files: readonly File[]): FileList {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer.files;
}

function refuseFolders({ items }: DataTransfer): void {
  const folder = [...items].map((item) => item.webkitGetAsEntry())
    .find((entry) => entry?.isDirectory === true);
  if (folder) throw refused(`${quoted(folder.name)} is a directory`);
}

function refused(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot take what was dropped: ${state}`);
}
