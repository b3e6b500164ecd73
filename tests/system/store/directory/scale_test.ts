import assert from "node:assert/strict";
import { API_TOKENS } from "../../../../src/store/directory/api_tokens.ts";
import { SIGNATURES } from "../../../../src/store/directory/signatures.ts";
import { SIGNING_KEYS } from "../../../../src/store/directory/signing_keys.ts";
import { TRUSTED_KEYS } from "../../../../src/store/directory/trusted_keys.ts";
import { later, recordBuilder } from "../../../contracts/records.ts";
import { fillDirectory } from "../../../store/directory/filled_directory.ts";
import { openTemporaryDirectory } from "../../../store/directory/opened_directory.ts";
import { runTraced } from "./traced_run.ts";
import { scriptCommand } from "../../../store/directory/writer_process.ts";

/** One question to stores of both sizes: its words, the answer's ids, and the most files that it may open. */
interface Question {
  readonly words: readonly string[];
  readonly ids: readonly string[];
  readonly opens: number;
}

/** What any question opens: the store's own two files, before and after. */
const ALWAYS = 5;
const KEY_GROUPS = 256;
const SIGNATURE_GROUPS = 256;
const TOKEN_GROUPS = 256;
const PAGE = 10;

Deno.test("a key, its trust, a token and a package's signatures take as many files of 10,000 as of 100", async () => {
  const small = await opensOf(100);
  const large = await opensOf(10_000);
  for (const question of ["signingKey", "signaturesOf", "trustedKeysOf", "findApiToken"]) {
    assert.ok(small.get(question), question);
    assert.equal(large.get(question), small.get(question), question);
  }
});

/** Asks everything of a store with so many keys and signatures. How many files each question opened. */
async function opensOf(size: number): Promise<ReadonlyMap<string, number>> {
  const opened = await openTemporaryDirectory();
  try {
    const opens = new Map<string, number>();
    for (const { words, ids, opens: limit } of fill(opened.root, size)) {
      const command = scriptCommand("asker.ts", opened.root, ...words);
      const run = await runTraced(command, { folder: opened.root, calls: ["openat"] });
      assert.equal(run.stdout, `${ids.join("\n")}\n`, words.join(" "));
      const files = run.calls.length;
      assert.ok(files > 0 && files <= limit, `${words} opened ${files} files, over ${limit}`);
      opens.set(words[0] ?? "", files);
    }
    return opens;
  } finally {
    await opened.close();
  }
}

/** Fills a store, of which half is one organisation's, and says what may be asked. */
function fill(root: string, size: number): readonly Question[] {
  const make = recordBuilder("scale");
  const orgId = make.orgId();
  const rows = Array.from({ length: size }, (_, at) => {
    const owner = { orgId: at % 2 === 0 ? orgId : make.orgId() };
    const key = make.signingKey({ ...owner, name: `key ${at}`, createdAt: later(at) });
    const { publicKey } = key;
    const trusted = make.trustedKey({ ...owner, publicKey, trustedAt: later(at) });
    const signature = make.signature({ ...owner, signedAt: later(at) });
    const token = make.apiToken({ ...owner, createdAt: later(at) });
    return { key, trusted, signature, token };
  });
  fillDirectory(root, SIGNING_KEYS, rows.map(({ key }) => key));
  const own = rows.filter((row) => row.key.orgId === orgId);
  fillDirectory(root, TRUSTED_KEYS, own.map(({ trusted }) => trusted));
  fillDirectory(root, SIGNATURES, rows.map(({ signature }) => signature));
  fillDirectory(root, API_TOKENS, rows.map(({ token }) => token));
  const { key, trusted, signature, token } = rows[size / 2]!;
  const page = own.slice(2 * PAGE, 3 * PAGE);
  return [
    { words: ["signingKey", key.id], ids: [key.id], opens: ALWAYS + 2 },
    { words: ["signaturesOf", signature.packageHash], ids: [signature.id], opens: ALWAYS + 2 },
    {
      words: ["trustedKeysOf", trusted.fingerprint, trusted.orgId],
      ids: [trusted.id],
      opens: ALWAYS + 2,
    },
    {
      words: ["findSigningKeys by name", key.orgId, key.name],
      ids: [key.id],
      opens: ALWAYS + 1 + KEY_GROUPS + 1,
    },
    {
      words: ["findSigningKeys by prefix", key.fingerprint.slice(0, 16)],
      ids: [key.id],
      opens: ALWAYS + 1 + KEY_GROUPS + 1,
    },
    {
      words: ["listSigningKeys", orgId],
      ids: page.map((row) => row.key.id),
      opens: ALWAYS + 1 + KEY_GROUPS + PAGE,
    },
    {
      words: ["listSignatures", orgId],
      ids: page.map((row) => row.signature.id),
      opens: ALWAYS + 1 + SIGNATURE_GROUPS + PAGE,
    },
    { words: ["findApiToken", token.tokenHash], ids: [token.id], opens: ALWAYS + 2 },
    { words: ["apiToken", token.id], ids: [token.id], opens: ALWAYS + 1 + TOKEN_GROUPS + 1 },
    {
      words: ["listApiTokens", orgId],
      ids: page.map((row) => row.token.id),
      opens: ALWAYS + 1 + TOKEN_GROUPS + PAGE,
    },
  ];
}
