// The least that a signing server in this runtime does: it parses the body, signs, verifies and answers.
const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
const { privateKey, publicKey } = pair as CryptoKeyPair;

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.error(`listening on http://${hostname}:${port}`),
}, async (request) => {
  const { package_hash } = await request.json();
  const hash = Uint8Array.fromHex(package_hash);
  const signature = await crypto.subtle.sign("Ed25519", privateKey, hash);
  const isValid = await crypto.subtle.verify("Ed25519", publicKey, signature, hash);
  if (!isValid) return new Response(null, { status: 500 });
  return Response.json({ package_hash, signature: new Uint8Array(signature).toBase64() });
});
