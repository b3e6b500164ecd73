/** Packet tags of a public and a private key (RFC 9580, section 5). */
const TAGS = { public: 6, private: 5 } as const;

/** Versions of such packets, in their first octet. */
const VERSIONS = [3, 4, 5, 6];

/** Octets of a length in a header of the old format, by its last two bits. */
const OLD_LENGTHS = [1, 2, 4];

/** Tells whether bytes, as Latin-1, begin with the packet of a public or a private key (RFC 9580, section 4.2). */
export function isOpenPgpKey(half: keyof typeof TAGS): (latin: string) => boolean {
  return (latin) => {
    const first = latin.charCodeAt(0);
    if (!(first >= 0x80)) return false;
    const [tag, lengthOctets] = first < 0xc0
      ? [first >> 2 & 0x0f, OLD_LENGTHS[first & 3]]
      : [first & 0x3f, latin.charCodeAt(1) < 0xc0 ? 1 : 2];
    return tag === TAGS[half] && VERSIONS.includes(latin.charCodeAt(1 + (lengthOctets ?? 0)));
  };
}
