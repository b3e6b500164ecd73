/** A piece of a text: what stands there, or what it is the value of; `prop` is a property of that. */
export type Part = string | { readonly name: string; readonly prop?: string } | {
  readonly call: string;
};

/** One way that an expression may be written out. */
export type Term = readonly Part[];

/** An argument of a call: what it may be, and the properties of an object that is written there. */
export interface Argument {
  readonly terms: readonly Term[];
  readonly props: Readonly<Record<string, readonly Term[]>>;
}

/** What is called a parameter: a name, or the names that are taken out of an object; and what it is by default. */
export type Parameter =
  & ({ readonly name: string } | { readonly names: readonly string[] })
  & { readonly default?: Argument };

/** An error that is made: in the functions of `scope`, the innermost first. */
export interface MadeError {
  readonly codes: readonly Term[];
  readonly hints: readonly Term[];
  readonly scope: readonly string[];
}

/** What one file says of errors and their hints. */
export interface HintFacts {
  readonly file: string;
  /** Which file a name is imported from; under another name it is not found. */
  readonly imports: Record<string, string>;
  readonly values: Record<string, Term[]>;
  readonly parameters: Record<string, readonly Parameter[]>;
  readonly results: Record<string, Term[]>;
  readonly errors: MadeError[];
  readonly calls: { callee: string; args: readonly Argument[]; scope: readonly string[] }[];
}
