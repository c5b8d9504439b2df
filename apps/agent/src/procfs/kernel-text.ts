/**
 * The text of a kernel file. An interface may be named by any bytes, in a container by whoever runs it: names that are no
 * UTF-8 must still tell two interfaces apart.
 */
export function kernelText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}
