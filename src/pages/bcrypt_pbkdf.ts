/** What a page has in the place of `src/crypto/bcrypt_pbkdf.ts`: it unlocks no key. */
export function bcryptPbkdfKey(): never {
  throw new Error("a page unlocks no key");
}
