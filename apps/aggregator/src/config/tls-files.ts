import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { SettingFault } from '@weir/model';

/** Where the certificate of the HTTP server and its key are. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** What they hold, fit to be served. */
export interface TlsPair {
  /** PEM: the server's own certificate, and behind it those that it is signed by. */
  readonly cert: string;
  readonly key: string;
  readonly validUntil: Date;
}

export type ReadTlsPair =
  { readonly ok: true; readonly pair: TlsPair } | { readonly ok: false; readonly faults: readonly SettingFault[] };

/** From so long before its end on a certificate is told to be renewed. */
export const RENEW_BEFORE_MS = 7 * 86_400_000;

const CERT = 'WEIR_TLS_CERT_FILE';
const KEY = 'WEIR_TLS_KEY_FILE';

/** Reads certificate and key. Faults name file and remedy, and nothing of what a file holds. */
export function readTlsPair(files: TlsFiles, now = new Date()): ReadTlsPair {
  const { certFile, keyFile } = files;
  const chain = 'a certificate in PEM, and behind it those that it is signed by';
  const cert = read(CERT, certFile, (pem) => new X509Certificate(pem), chain);
  const key = read(KEY, keyFile, createPrivateKey, 'a private key in PEM that no passphrase locks');
  const faults = [
    ...(cert.ok ? faultsOfTime(cert.value, certFile, now) : [cert.fault]),
    ...(key.ok ? [] : [key.fault]),
  ];
  if (cert.ok && key.ok && !cert.value.checkPrivateKey(key.value)) {
    const own = `the key of the first certificate in ${certFile}, the server's own`;
    faults.push({ name: KEY, remedy: `must hold ${own}: ${keyFile} holds another's` });
  } else if (cert.ok && key.ok && !isServable(cert.pem, key.pem)) {
    faults.push({ name: CERT, remedy: `must hold a chain and a key length that TLS takes: ${certFile} does not` });
  }
  if (faults.length > 0 || !cert.ok || !key.ok) return { ok: false, faults };
  return { ok: true, pair: { cert: cert.pem, key: key.pem, validUntil: new Date(cert.value.validTo) } };
}

type Read<T> =
  { readonly ok: true; readonly pem: string; readonly value: T } | { readonly ok: false; readonly fault: SettingFault };

/** What OpenSSL throws may repeat what a file holds, so nothing of it is told. */
function read<T>(name: string, file: string, parse: (pem: string) => T, wanted: string): Read<T> {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as { readonly code?: string };
    return {
      ok: false,
      fault: { name, remedy: `must name a file that this process can read: ${file} it cannot (${code})` },
    };
  }
  try {
    return { ok: true, pem, value: parse(pem) };
  } catch {
    return { ok: false, fault: { name, remedy: `must hold ${wanted}: ${file} does not` } };
  }
}

function faultsOfTime({ validFrom, validTo }: X509Certificate, file: string, now: Date): SettingFault[] {
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  const wrong =
    now > to ? `ended ${told(to)}: renew it` : now < from ? `begins ${told(from)}: set this machine's clock` : null;
  return wrong === null
    ? []
    : [{ name: CERT, remedy: `must hold a certificate that is valid; that in ${file} ${wrong}` }];
}

function isServable(cert: string, key: string): boolean {
  try {
    createSecureContext({ cert, key });
    return true;
  } catch {
    return false;
  }
}

function told(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
