import { X509Certificate } from 'node:crypto';

/** `sha256:<hex>` of a certificate (PEM; of a chain, the first): by it people compare, and agents know, whom they reached. */
export function fingerprintOf(pem: string): string {
  return `sha256:${new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()}`;
}
