/**
 * Whether a flag is on a command line that may not parse: looks for the word alone, in kebab or camel case, with or
 * without a value that means yes.
 */
export function hasFlag(args: readonly string[], kebab: string): boolean {
  const end = args.indexOf("--");
  const words = args.slice(0, end === -1 ? args.length : end);
  const names = kebab.replaceAll("-", "-?");
  const pattern = new RegExp(`^--${names}(=(|1|t|true|y|yes|on))?$`, "i");
  return words.some((word) => pattern.test(word));
}
