import { isLoopback, type SettingFault, type ValuesOf } from '@weir/model';
import type { HTTP_SETTINGS } from './http-settings.js';
import { readTlsPair, type TlsFiles, type TlsPair } from './tls-files.js';

/** A certificate with its key, and where it is read anew. */
export interface ServedTls extends TlsFiles {
  readonly pair: TlsPair;
}

/** How the HTTP server is reached: by a certificate of somebody's, by one of our own making, or, both null, without TLS. */
export interface ReadTls {
  readonly tls: ServedTls | null;
  readonly tlsFolder: string | null;
  readonly faults: readonly SettingFault[];
}

type Values = Partial<ValuesOf<typeof HTTP_SETTINGS>>;

const NO_TLS: ReadTls = { tls: null, tlsFolder: null, faults: [] };
const NOT_SAID =
  'must be set where WEIR_HTTP_HOST is no loopback address: HTTPS is served by a certificate that is made there. Or set WEIR_TLS_CERT_FILE and WEIR_TLS_KEY_FILE to one of yours, or, behind a proxy that speaks HTTPS, WEIR_PLAIN_HTTP=true';

/** Files are read now, so that what is wrong with them is told with all the rest. A setting with a fault of its own has no value. */
export function tlsOf(values: Values): ReadTls {
  const { WEIR_TLS_CERT_FILE: certFile, WEIR_TLS_KEY_FILE: keyFile, WEIR_PLAIN_HTTP: isPlain } = values;
  if (certFile === undefined || keyFile === undefined) return NO_TLS;
  if (certFile === null && keyFile === null) return withoutPair(values);
  if (certFile === null || keyFile === null) {
    const name = certFile === null ? 'WEIR_TLS_CERT_FILE' : 'WEIR_TLS_KEY_FILE';
    return faulty(name, 'must be set too: a certificate and its key belong together');
  }
  if (isPlain) return faulty('WEIR_PLAIN_HTTP', 'must be false where there is a certificate (WEIR_TLS_CERT_FILE)');
  const read = readTlsPair({ certFile, keyFile });
  return read.ok ? { ...NO_TLS, tls: { certFile, keyFile, pair: read.pair } } : { ...NO_TLS, faults: read.faults };
}

function withoutPair({ WEIR_TLS_FOLDER: tlsFolder, WEIR_PLAIN_HTTP: isPlain, WEIR_HTTP_HOST: host }: Values): ReadTls {
  if (tlsFolder === undefined || isPlain === undefined || isPlain) return NO_TLS;
  const isRefused = tlsFolder === null && host !== undefined && !isLoopback(host);
  return isRefused ? faulty('WEIR_TLS_FOLDER', NOT_SAID) : { ...NO_TLS, tlsFolder };
}

function faulty(name: string, remedy: string): ReadTls {
  return { ...NO_TLS, faults: [{ name, remedy }] };
}
