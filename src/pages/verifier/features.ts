// Runs before the page's script, which an older browser could not even load, and says what that browser lacks.

/** What the page needs, and a function that finds it. */
const NEEDED: readonly (readonly [name: string, find: () => unknown])[] = [
  ["Uint8Array.fromHex", () => Reflect.get(Uint8Array, "fromHex")],
  ["Uint8Array.fromBase64", () => Reflect.get(Uint8Array, "fromBase64")],
  ["Promise.withResolvers", () => Reflect.get(Promise, "withResolvers")],
  ["Uint8Array.prototype.toReversed", () => Reflect.get(Uint8Array.prototype, "toReversed")],
  ["Blob.prototype.stream", () => Reflect.get(Blob.prototype, "stream")],
  ["Worker", () => Reflect.get(globalThis, "Worker")],
];

const missing = NEEDED.filter(([, find]) => find() === undefined).map(([name]) => name);
if (missing.length > 0) {
  document.querySelector("#unusable")!.textContent =
    `This browser is too old for this page: it has no ${missing.join(", no ")}. ` +
    "Chrome 140, Firefox 133 and Safari 18.2 have all that it needs.";
}
