/** Grows when the parts are laid out another way; each part has a version of its own besides. */
const VERSION = 1;
const VERSION_AT = 0;
const PATTERN_BYTES_AT = 4;
const HEADER_BYTES = 8;

export interface SavedParts {
  readonly patterns: Uint8Array;
  readonly scorer: Uint8Array;
}

/** Both parts' states as one. */
export function joined(patterns: Uint8Array, scorer: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + patterns.byteLength + scorer.byteLength);
  const header = new DataView(bytes.buffer);
  header.setUint32(VERSION_AT, VERSION, true);
  header.setUint32(PATTERN_BYTES_AT, patterns.byteLength, true);
  bytes.set(patterns, HEADER_BYTES);
  bytes.set(scorer, HEADER_BYTES + patterns.byteLength);
  return bytes;
}

/** Takes them apart again; null where the bytes were joined by another version, or are cut off. */
export function parted(bytes: Uint8Array): SavedParts | null {
  if (bytes.byteLength < HEADER_BYTES) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const middle = HEADER_BYTES + header.getUint32(PATTERN_BYTES_AT, true);
  if (header.getUint32(VERSION_AT, true) !== VERSION || middle > bytes.byteLength) return null;
  return { patterns: bytes.subarray(HEADER_BYTES, middle), scorer: bytes.subarray(middle) };
}
