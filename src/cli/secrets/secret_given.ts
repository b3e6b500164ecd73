import {
  isBase64Key,
  isRawKey,
  mayBeSecretPath,
  secretIn,
  type SecretKind,
} from "../../domain/secret_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";

/** A secret, and for a master key which one: each has a variable of its own. */
type GivenKind = SecretKind | "the master key" | "the new master key";

/** The name of each kind of secret in messages, and where to put it instead. */
const KINDS: Readonly<Record<GivenKind, readonly [name: string, hint: string]>> = {
  "an API token": [
    "an API token",
    "put the token into CLOACINA_API_KEY, or into a file and give --api-key file:PATH; `cloacina tokens` takes its ID",
  ],
  "a private key": [
    "a key",
    "put the key into a file, or into a variable and give env:CLOACINA_SIGNING_KEY",
  ],
  "a password": [
    "a password",
    "put the URL into DATABASE_URL, or into a file and give --database-url file:PATH",
  ],
  "the master key": [
    "a key",
    "put the key into CLOACINA_KEY_ENCRYPTION_KEY, or into a file and give --master-key file:PATH",
  ],
  "the new master key": [
    "a key",
    "put the key into CLOACINA_NEW_KEY_ENCRYPTION_KEY, or into a file and give --new-master-key file:PATH",
  ],
};

const DATABASE_URL_FLAG = /^--(database-url|databaseUrl)$/;

const MASTER_KEY_FLAGS: readonly (readonly [flag: RegExp, kind: GivenKind])[] = [
  [/^--(master-key|masterKey)$/, "the master key"],
  [/^--(new-master-key|newMasterKey)$/, "the new master key"],
];

/**
 * Refuses a command line with a secret in it before anything of it is parsed, so that nothing can repeat it. Passwords
 * in `--database-url` are let through: its value is in no message. Throws `invalid_request`.
 */
export async function requireNoSecrets(
  { files }: CliContext,
  args: readonly string[],
): Promise<void> {
  for (const [index, arg] of args.entries()) {
    const kind = secretIn(arg);
    if (kind === "a password" && isValueOf(DATABASE_URL_FLAG, args, index)) continue;
    if (kind !== null) throw secretGiven("read the command line", kind);
    const word = arg.replace(/^--?[\w-]+=/, "").replace(/^(file|env):/, "");
    const masterKey = MASTER_KEY_FLAGS.find(([flag]) => isValueOf(flag, args, index))?.[1];
    // Elsewhere hex is a hash.
    const isKey = masterKey === undefined ? isBase64Key(word) : isRawKey(word);
    if (!isKey || await files.exists(word)) continue;
    throw secretGiven("read the command line", masterKey ?? "a private key");
  }
}

/** Throws `invalid_request`, without repeating it, for a secret given in place of a reference. */
export function refuseSecret(reference: string, action: string): void {
  const kind = secretIn(reference) ?? (isRawKey(reference) ? "a private key" : null);
  if (kind !== null) throw secretGiven(action, kind);
}

/**
 * Refuses a path to be created, and so shown from then on, if its whole name may be a secret. `subject` is the
 * flag or variable. Throws `invalid_request`.
 */
export function requirePlainPath(path: string, subject: string): void {
  if (!mayBeSecretPath(path)) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot accept ${subject}: it may be a secret itself`,
    {
      hint: "it takes a path; if that really is its name, write ./ before it",
    },
  );
}

/** Whether an argument is the value of a flag, or has it behind `=`. */
function isValueOf(flag: RegExp, args: readonly string[], index: number): boolean {
  const [name] = args[index]!.split("=", 1);
  return flag.test(args[index - 1] ?? "") || (name !== args[index] && flag.test(name!));
}

function secretGiven(action: string, kind: GivenKind): CloacinaError {
  const [name, hint] = KINDS[kind];
  return new CloacinaError(
    "invalid_request",
    `Cannot ${action}: ${name} itself was given, and other users of this machine can see it`,
    { hint },
  );
}
