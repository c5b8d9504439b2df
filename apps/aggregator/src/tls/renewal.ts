import type { SecureContextOptions } from 'node:tls';
import type { Server } from 'node:https';
import type { LoggerService } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { fingerprintOf } from './fingerprint.js';
import { readTlsPair, RENEW_BEFORE_MS, type TlsFiles, type TlsPair } from '../config/tls-files.js';

const LOOK_EVERY_MS = 5_000;
const CONTEXT = 'tls';

/** How a pair is served: 1.0 and 1.1 are broken. */
export function secureOptions({ cert, key }: TlsPair): SecureContextOptions {
  return { cert, key, minVersion: 'TLSv1.2' };
}

/**
 * Serves what the files hold, also after they were renewed: connections that are there stay, new ones get the new
 * certificate. Files are read, not watched: a renewal swaps links or whole folders, of which a watch may hear nothing.
 */
export class TlsRenewal {
  private readonly expiry: Gauge;
  private served: TlsPair;
  /** What was wrong at the last look. Certificate and key may be looked at between their renewals, so it is told at the second. */
  private wrong = { text: '', times: 0 };
  private hasWarned = false;

  constructor(
    private readonly server: Pick<Server, 'setSecureContext'>,
    private readonly tls: TlsFiles & { readonly pair: TlsPair },
    private readonly logger: LoggerService,
    registry: Registry,
  ) {
    const name = 'weir_tls_certificate_expiry_timestamp_seconds';
    this.expiry = new Gauge({ name, help: 'When the certificate ends that is served.', registers: [registry] });
    this.served = tls.pair;
    this.tellServed();
  }

  /** For as long as the process runs. */
  start(): void {
    setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** Reads the files, and serves what is new in them. */
  look(): void {
    const read = readTlsPair(this.tls);
    if (read.ok) this.take(read.pair);
    else this.tellWrong(read.faults.map(({ name, remedy }) => `${name} ${remedy}`).join('; '));
    this.warnOfEnd();
  }

  private take(pair: TlsPair): void {
    this.wrong = { text: '', times: 0 };
    if (pair.cert !== this.served.cert || pair.key !== this.served.key) this.serve(pair);
  }

  private serve(pair: TlsPair): void {
    this.server.setSecureContext(secureOptions(pair));
    this.served = pair;
    this.hasWarned = false;
    this.tellServed();
  }

  private tellServed(): void {
    this.expiry.set(this.served.validUntil.getTime() / 1_000);
    const fingerprint = fingerprintOf(this.served.cert);
    this.logger.log(
      `serves the certificate that ends ${this.served.validUntil.toISOString()}: ${fingerprint}`,
      CONTEXT,
    );
  }

  private tellWrong(text: string): void {
    this.wrong = { text, times: text === this.wrong.text ? this.wrong.times + 1 : 1 };
    if (this.wrong.times === 2) {
      this.logger.warn(`what was read before goes on being served: ${text}`, CONTEXT);
    }
  }

  private warnOfEnd(): void {
    if (this.hasWarned || this.served.validUntil.getTime() - Date.now() > RENEW_BEFORE_MS) return;
    this.hasWarned = true;
    const until = this.served.validUntil.toISOString();
    this.logger.warn(`the certificate that is served ends ${until}: renew ${this.tls.certFile}`, CONTEXT);
  }
}
