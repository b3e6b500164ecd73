/** An IP address in canonical form (RFC 5952), IPv6 without brackets; null if the text is not one. */
export function toIpAddress(text: string): string | null {
  return toV4(text) ?? toV6(text);
}

function toV4(text: string): string | null {
  const parts = text.split(".");
  const isByte = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isByte) ? text : null;
}

function toV6(text: string): string | null {
  if (!/^[0-9a-f:.]+$/i.test(text) || !text.includes(":")) return null;
  return URL.parse(`http://[${text}]`)?.hostname.slice(1, -1) ?? null;
}
