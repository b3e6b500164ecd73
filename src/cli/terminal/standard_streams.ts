/** The file name that means standard input or output. */
export const STANDARD_STREAM = "-";

/** The names that the system has for standard input, which the runtime does not open. */
const STANDARD_INPUT = /^\/dev\/(stdin|fd\/0)$|^\/proc\/self\/fd\/0$/;

/** Whether a path that is read means standard input. */
export function isStandardInput(path: string): boolean {
  return path === STANDARD_STREAM || STANDARD_INPUT.test(path);
}

/** The path of a file that may be named `-`, which by itself would mean a standard stream. */
export function asFile(path: string): string {
  return path === STANDARD_STREAM ? `./${path}` : path;
}

/** A path that is read, as messages name it. */
export function displayName(path: string): string {
  return isStandardInput(path) ? "standard input" : path;
}
