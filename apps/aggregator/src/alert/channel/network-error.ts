import { rootCertificates } from 'node:tls';

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'is no name that can be looked up: look for a typing mistake',
  EAI_AGAIN: 'cannot be looked up now: the name server does not answer',
  ECONNREFUSED: 'refuses connections: nothing listens at that port, or a firewall is in between',
  ECONNRESET: 'broke the connection off',
  EHOSTUNREACH: 'cannot be reached: there is no way to that host',
  ENETUNREACH: 'cannot be reached: there is no way to that network',
  ETIMEDOUT: 'does not answer: look at the address, the port and firewalls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS at that port: look whether the port is the one for TLS',
  EPROTO: 'does not speak TLS as it should: look whether the port is the one for TLS',
  CERT_HAS_EXPIRED: 'has a certificate that has expired: it must be renewed there',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate of another name: use the name that it is made for',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that it signed itself: give that certificate as ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of an authority that is not known here: give that authority as ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'has a certificate of an authority that is not known here: give that authority as ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'has a certificate of an authority that is not known here: give that authority as ca',
};

/** What a fault of the network means, and what to do; the server's own words where nothing better is known. */
export function reasonOf(error: unknown): string {
  // nodemailer keeps the network's code beside its own.
  const code = textOf(error, 'originalCode') ?? codeOf(error);
  const known = code === null ? undefined : REASONS[code];
  if (known !== undefined) return `${known} (${code})`;
  return textOf(error, 'message') ?? String(error);
}

/** The code of an error: several addresses that failed are one error whose own is that of the first. */
export function codeOf(error: unknown): string | null {
  const code = textOf(error, 'code');
  if (code !== null || typeof error !== 'object' || error === null || !('errors' in error)) return code;
  return Array.isArray(error.errors) ? codeOf(error.errors[0]) : null;
}

/** Whether something was given up because it took too long. */
export function isTimeout(error: unknown): boolean {
  return ['AbortError', 'TimeoutError'].includes(textOf(error, 'name') ?? '');
}

function textOf(error: unknown, field: string): string | null {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, field) : null;
  return typeof value === 'string' ? value : null;
}

/** The authorities that a certificate may be signed by, where one is given besides those that everybody knows. */
export function authoritiesOf(ca: string | null): { readonly ca?: string[] } {
  return ca === null ? {} : { ca: [...rootCertificates, ca] };
}
