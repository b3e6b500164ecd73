import { toCloacinaError } from "../../errors.ts";
import { parsePublicKeys } from "../../formats/keys/public_key.ts";

const key = document.querySelector<HTMLInputElement>("#key")!;
const result = document.querySelector<HTMLElement>("#result")!;

key.addEventListener("change", async () => {
  const file = key.files?.[0];
  if (file === undefined) return;
  try {
    const keys = await parsePublicKeys(new Uint8Array(await file.arrayBuffer()), file.name);
    result.textContent = keys.map(({ fingerprint }) => fingerprint).join(" ");
  } catch (thrown) {
    const { code, message } = toCloacinaError(thrown);
    result.textContent = `${code}: ${message}`;
  }
});
