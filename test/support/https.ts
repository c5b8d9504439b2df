import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';

/** What a server answered, and the certificate that it showed. */
export interface HttpsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly fingerprint: string;
}

/** Asks over a new connection, trusting the authorities in these files alone. */
export function askHttps(url: string, authorities: readonly string[]): Promise<HttpsAnswer> {
  const ca = authorities.map((file) => readFileSync(file));
  return new Promise((resolve, reject) => {
    const sent = request(url, { ca, agent: false }, (response) => {
      const { fingerprint256 } = (response.socket as TLSSocket).getPeerCertificate();
      response.resume().on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, fingerprint: fingerprint256 });
      });
    });
    sent.on('error', reject).end();
  });
}
