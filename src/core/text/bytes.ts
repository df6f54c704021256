/** True for the same bytes in the same order. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b);
}

/** The text of bytes in UTF-8, a byte order mark included; `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Text that was written as base64, of either alphabet; what is none of it is passed over. */
export function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString();
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text);
}

/** True for NUL within the first 8 KB: how Git and this product tell binary data from text. */
export function beginsBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8_192).includes(0);
}

/** True when the bytes begin with one of `heads`, in lower case hexadecimal. */
export function beginsWith(bytes: Uint8Array, heads: readonly string[]): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex', 0, 8);
  return heads.some((each) => head.startsWith(each));
}
