import { longFlag } from "./flags.ts";

/** Those of the flags that were given, as they are typed. */
export function givenFlags<Name extends string>(
  flags: { readonly [name in Name]?: string | boolean | undefined },
  names: readonly Name[],
): readonly string[] {
  return names.filter((name) => flags[name] !== undefined && flags[name] !== false).map(longFlag);
}
