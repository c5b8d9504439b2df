import type { IncomingMessage } from 'node:http';
import type { Config } from '../config/config.js';
import { refusalOfOrigin } from './origin.js';
import type { Proxies } from './proxies.js';

/** Which pages may use the API from a browser. */
export class PageOrigins {
  private readonly listed: readonly string[];

  constructor(
    { corsOrigins, publicUrl }: Pick<Config, 'corsOrigins' | 'publicUrl'>,
    private readonly proxies: Proxies,
  ) {
    this.listed = [...corsOrigins, ...(publicUrl === null ? [] : [new URL(publicUrl).origin])];
  }

  /** Why the page that a request comes from is not let in; null = it is. */
  refusalOf(request: IncomingMessage): string | null {
    const { host, isSecure } = this.proxies.reached(request);
    return refusalOfOrigin({ origin: request.headers.origin, host, isSecure }, this.listed);
  }
}
