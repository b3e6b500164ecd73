/** What a page has in the place of `src/domain/versions.ts`: it requires no version. */
export function isRange(): never {
  throw new Error("a page requires no version");
}
