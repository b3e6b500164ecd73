import { resolve } from "node:path";
import { modeOfPipe } from "./read_pipe.ts";

/** A descriptor of this process as a path. */
const DESCRIPTOR = /^\/(dev|proc\/self)\/fd\/\d+$/;

/**
 * Whether a path is a pipe that this process was started with, such as the shell's `<(…)`: what comes out of it is up to
 * whoever started the process, as with standard input.
 */
export function isInheritedPipe(path: string): boolean {
  return DESCRIPTOR.test(resolve(path)) && modeOfPipe(path) !== null;
}
