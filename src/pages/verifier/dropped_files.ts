import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { element } from "./element.ts";

const FIELDS = ["package", "signature", "keys"] as const;

type Field = typeof FIELDS[number];

/** How key files are called. */
const KEY_NAME = /\.(pub|pem|der|crt|cer|jwk|jwks|key)$/i;

/**
 * Puts dropped files into the fields of the form: all into the one that they were dropped on, else a package and a
 * signature by their names. A key gets there by no name: what was downloaded together must not say whom to trust.
 * Throws `invalid_request` for such a key, for a folder, and for more files than a field takes, and then changes nothing.
 */
export function takeDropped(transfer: DataTransfer, target: EventTarget | null): void {
  refuseFolders(transfer);
  const field = fieldAt(target);
  const byField = Map.groupBy(transfer.files, ({ name }) => field ?? fieldOf(name));
  for (const [name, files] of byField) {
    const input = element(name, HTMLInputElement);
    if (files.length > 1 && !input.multiple) {
      throw refused(`${files.length} files were dropped as the ${name}, which is one`);
    }
  }
  for (const [name, files] of byField) element(name, HTMLInputElement).files = listOf(files);
}

function fieldAt(target: EventTarget | null): Field | undefined {
  const place = target instanceof Element ? target.closest<HTMLElement>("[data-drop]") : null;
  return FIELDS.find((name) => name === place?.dataset["drop"]);
}

function fieldOf(name: string): "package" | "signature" {
  if (KEY_NAME.test(name)) {
    throw refused(`${quoted(name)} is a key by its name: drop it on "Public keys to trust"`);
  }
  return /\.sig$/i.test(name) ? "signature" : "package";
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
