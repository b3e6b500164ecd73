/** The oldest browsers that have all that the pages use; docs/verifier.md and docs/console.md name them too. */
export const OLDEST_BROWSERS = "Chrome 140, Firefox 133 or Safari 18.2";

/**
 * What came last into each browser of all that the pages use (@mdn/browser-compat-data 8.1.9). Map.groupBy, light-dark()
 * and whatever else they use is older; what is younger they do without where it is missing.
 */
const LAST = {
  "Uint8Array.fromBase64": "fromBase64" in Uint8Array,
  "Uint8Array.fromHex": "fromHex" in Uint8Array,
  "Uint8Array.prototype.toHex": "toHex" in Uint8Array.prototype,
};

/** What of it this browser lacks. */
export const MISSING: readonly string[] = Object.entries(LAST)
  .filter(([, isThere]) => !isThere)
  .map(([name]) => name);
