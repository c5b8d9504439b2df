/** 32 bits that belong to two whole numbers: the same in every run, and without a pattern. */
export function bitsOf(seed: number, number: number): number {
  let bits = Math.imul(seed ^ Math.imul(number, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  return (bits ^ (bits >>> 15)) >>> 0;
}

/** A seed that belongs to another one and a text. */
export function seedOf(seed: number, text: string): number {
  let bits = seed;
  for (let index = 0; index < text.length; index += 1) bits = bitsOf(bits, text.charCodeAt(index) + index * 65_536);
  return bits;
}

/** From 0 to 1, without 1. */
export function share(bits: number): number {
  return bits / 2 ** 32;
}

/** A whole number from `from` to `to`, both included. */
export function between(bits: number, from: number, to: number): number {
  return from + Math.floor(share(bits) * (to - from + 1));
}

/** The four bytes of 32 bits, added: near enough to the normal distribution, and cheap. */
export function normal(bits: number): number {
  const sum = (bits & 0xff) + ((bits >>> 8) & 0xff) + ((bits >>> 16) & 0xff) + (bits >>> 24);
  return (sum - 510) / 147.8;
}

/** So many hexadecimal digits. */
export function hexOf(seed: number, digits: number): string {
  let text = '';
  for (let word = 0; text.length < digits; word += 1) text += bitsOf(seed, word).toString(16).padStart(8, '0');
  return text.slice(0, digits);
}

/** A UUID of version 4. */
export function uuidOf(seed: number): string {
  const hex = hexOf(seed, 32);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)];
  return parts.join('-');
}
