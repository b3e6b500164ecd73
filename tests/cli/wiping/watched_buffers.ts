/** Every buffer that this program's own code gets hold of from now on, with where that was. */
export interface WatchedBuffers {
  /** Where those came from that hold the secret still, each place once. */
  readonly holding: (secret: Uint8Array) => readonly string[];
}

/** What a method makes: bytes, or the promise of them. */
type Maker = (...values: never[]) => unknown;

/**
 * Puts itself before everything by which bytes are made: `new Uint8Array`, its static and copying methods, and Web
 * Crypto. For a process of its own: it is never taken back, and nothing that was made is ever freed.
 */
export function watchBuffers(): WatchedBuffers {
  const watched: (readonly [Uint8Array, string])[] = [];
  const watch = (made: unknown): unknown => {
    const bytes = bytesOf(made);
    if (bytes !== null) watched.push([bytes, placeOf(new Error().stack ?? "")]);
    return made;
  };
  const methods: readonly (readonly [object, readonly string[]])[] = [
    [Uint8Array, ["from", "fromBase64", "fromHex", "of"]],
    [Uint8Array.prototype, ["slice", "map", "filter", "with", "toReversed"]],
    [TextEncoder.prototype, ["encode"]],
    [crypto, ["getRandomValues"]],
    [crypto.subtle, ["decrypt", "deriveBits", "digest", "encrypt", "exportKey", "sign"]],
  ];
  for (const [owner, names] of methods) for (const name of names) watchMethod(owner, name, watch);
  globalThis.Uint8Array = new Proxy(Uint8Array, {
    construct: (target, values) => watch(Reflect.construct(target, values)) as object,
  });
  return {
    holding: (secret) => [
      ...new Set(watched.filter(([bytes]) => isIn(bytes, secret)).map(([, place]) => place)),
    ],
  };
}

function watchMethod(owner: object, name: string, watch: (made: unknown) => unknown): void {
  const original: Maker = Reflect.get(owner, name);
  Reflect.defineProperty(owner, name, {
    configurable: true,
    writable: true,
    value: function (this: unknown, ...values: never[]) {
      const made = Reflect.apply(original, this, values);
      return made instanceof Promise ? made.then(watch) : watch(made);
    },
  });
}

function bytesOf(made: unknown): Uint8Array | null {
  if (made instanceof ArrayBuffer) return new DataViewBytes(made);
  return ArrayBuffer.isView(made) ? new DataViewBytes(made.buffer as ArrayBuffer) : null;
}

// Made before the constructor is replaced, so that watching is not watched.
const DataViewBytes = Uint8Array;

function isIn(bytes: Uint8Array, secret: Uint8Array): boolean {
  for (
    let start = bytes.indexOf(secret[0]!);
    start >= 0;
    start = bytes.indexOf(secret[0]!, start + 1)
  ) {
    if (secret.every((byte, index) => bytes[start + index] === byte)) return true;
  }
  return false;
}

/** The first line of a stack that is of the product. */
function placeOf(stack: string): string {
  const line = stack.split("\n").find((line) => line.includes("/src/")) ?? "elsewhere";
  return line.replace(/.*\/src\//, "src/").replace(/:\d+\)?$/, "").trim();
}
