/** How much is printed on standard error beside errors: nothing, warnings, notes too, or details too. */
export type Verbosity = "silent" | "quiet" | "normal" | "verbose";
