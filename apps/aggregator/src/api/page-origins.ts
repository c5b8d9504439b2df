import type { IncomingMessage } from 'node:http';
import type { AuditLog } from '../access/audit-log.js';
import type { Config } from '../config/config.js';
import { refusalOfOrigin } from './origin.js';
import type { Proxies } from './proxies.js';

/** Which pages may use the API from a browser. */
export class PageOrigins {
  private readonly listed: readonly string[];

  constructor(
    { corsOrigins, publicUrl }: Pick<Config, 'corsOrigins' | 'publicUrl'>,
    private readonly proxies: Proxies,
    private readonly audit: AuditLog,
  ) {
    this.listed = [...corsOrigins, ...(publicUrl === null ? [] : [new URL(publicUrl).origin])];
  }

  /** Why the page that a request comes from is not let in, which is kept in the audit log; null = it is. */
  refusalOf(request: IncomingMessage & { readonly originalUrl?: string }): string | null {
    const { host, isSecure, address } = this.proxies.reached(request);
    const reason = refusalOfOrigin({ origin: request.headers.origin, host, isSecure }, this.listed);
    if (reason === null) return null;
    const subject = (request.originalUrl ?? request.url ?? '').split('?')[0];
    // Of nobody: whoever is at the browser did not ask for it, and a page asks as often as it likes.
    void this.audit.write({
      ...{ caller: null, address, action: 'request', subject },
      outcome: 'denied',
      detail: { reason },
    });
    return reason;
  }
}
