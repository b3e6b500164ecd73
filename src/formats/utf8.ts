/** The text of bytes, null if they are not UTF-8. A byte order mark at its start is a part of it, unless that is dropped. */
export function utf8Text(bytes: Uint8Array, mark: "kept" | "dropped" = "kept"): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: mark === "kept" }).decode(bytes);
  } catch {
    return null;
  }
}
