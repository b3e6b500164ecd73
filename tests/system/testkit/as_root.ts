/** Begins a command line that only root may run. */
export const AS_ROOT: readonly string[] = Deno.uid() === 0 ? [] : ["sudo", "-n", "--preserve-env"];
