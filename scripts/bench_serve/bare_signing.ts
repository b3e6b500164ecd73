import { toPackageHash } from "../../src/domain/package_hash.ts";
import { signPackage } from "../../src/operations/package/sign.ts";
import { fileSigner, type Signer } from "../../src/operations/signer.ts";

/**
 * How many signatures a second this process makes and verifies, as the operations do, without requests, store and audit
 * log. `underWay` signatures are made concurrently.
 */
export async function measureBareSigning(seconds: number, underWay: number): Promise<number> {
  const key = await fileSigner(crypto.getRandomValues(new Uint8Array(32)));
  const start = performance.now();
  const end = start + seconds * 1000;
  const loops = Array.from({ length: underWay }, () => signUntil(key, end));
  const counts = await Promise.all(loops);
  const elapsed = (performance.now() - start) / 1000;
  return counts.reduce((sum, count) => sum + count, 0) / elapsed;
}

async function signUntil(key: Signer, end: number): Promise<number> {
  let count = 0;
  for (; performance.now() < end; count++) {
    const hash = toPackageHash(crypto.getRandomValues(new Uint8Array(32)));
    await signPackage(key, hash, () => new Date());
  }
  return count;
}
