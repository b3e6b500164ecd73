import { MAX_KEY_FILE_BYTES } from "../../formats/keys/detect_keys.ts";
import { MAX_SIGNED_FILE_BYTES } from "../../formats/signature/signed_file.ts";
import { readStart } from "../read_start.ts";
import { element } from "./element.ts";
import type { Given, Question } from "./verify.ts";

/** What stands in the form now. */
export async function readForm(): Promise<Question> {
  return {
    file: filesOf("package")[0],
    signatures: await readGiven("signature", MAX_SIGNED_FILE_BYTES),
    keys: await readGiven("keys", MAX_KEY_FILE_BYTES),
  };
}

/** The files and the text of one field, each as far as it takes to see that it is too long. */
async function readGiven(field: "signature" | "keys", limit: number): Promise<readonly Given[]> {
  const files = await Promise.all(
    filesOf(field).map(async (file) => ({
      name: file.name,
      bytes: await readStart(file, limit + 1),
    })),
  );
  const text = element(`${field}-text`, HTMLTextAreaElement).value;
  if (text.trim() === "") return files;
  return [...files, { name: "pasted text", bytes: new TextEncoder().encode(text) }];
}

function filesOf(field: string): readonly File[] {
  return [...element(field, HTMLInputElement).files ?? []];
}
