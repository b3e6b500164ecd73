/** Bytes, or the hex of them. */
export type BytesOrHex = Uint8Array | string;

/** Any number of parts as one array. */
export function join(...parts: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    parts.flatMap((part) => [...typeof part === "string" ? Uint8Array.fromHex(part) : part]),
  );
}

/** One DER value: its identifier octet in hex, the shortest length, and its content. */
export function der(tag: string, ...parts: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  const content = join(...parts);
  const { length } = content;
  if (length < 0x80) return join(tag, Uint8Array.of(length), content);
  if (length < 0x100) return join(tag, "81", Uint8Array.of(length), content);
  return join(tag, "82", Uint8Array.of(length >> 8, length & 0xff), content);
}

/** An SSH `string`: four bytes of length, then the content. */
export function sshString(...parts: readonly BytesOrHex[]): Uint8Array<ArrayBuffer> {
  const content = join(...parts);
  return join(content.length.toString(16).padStart(8, "0"), content);
}

/** One PEM block with lines of 64 characters. */
export function pem(label: string, content: BytesOrHex): string {
  const lines = join(content).toBase64().replace(/.{1,64}/g, "$&\n");
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The text that bytes are in UTF-8. */
export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** What a PEM text of one block encodes. */
export function pemContent(pem: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(pem.replaceAll(/-----.*/g, ""));
}

/** A text with the one place where `from` stands changed. Throws where it stands never or more than once. */
export function edit(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} must stand once`);
  return parts.join(to);
}
