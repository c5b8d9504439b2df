import type { IncomingMessage } from 'node:http';
import { ANONYMOUS, type Caller, LOCAL } from '../../access/caller.js';
import type { Credentials } from '../../access/credentials.js';
import { isFromHere } from '../../access/local.js';
import type { Config } from '../../config/config.js';
import type { Proxies } from '../proxies.js';
import { presentedBy } from './presented.js';

/** Who a request is of; or nobody, and whether it showed something that does not hold. */
export type Identified =
  { readonly caller: Caller; readonly isForged?: false } | { readonly caller: null; readonly isForged: boolean };

/** Finds out whom a request is of, the same for HTTP and WebSockets, and for each role of the process. */
export class Identity {
  constructor(
    private readonly config: Pick<Config, 'isLocalSignIn' | 'isAnonymousRead'>,
    private readonly credentials: Credentials,
    private readonly proxies: Proxies,
  ) {}

  /** `authorization` = what stands for the header of this name, where a browser could set none. Throws where the database is away. */
  async of(request: IncomingMessage, authorization?: string): Promise<Identified> {
    const { isSecure } = this.proxies.reached(request);
    const presented = presentedBy(request, isSecure, authorization);
    const caller = presented && (await this.credentials.callerOf(presented));
    if (caller) return { caller };
    // Who shows a token means to be known by it. A cookie that is over stays in the browser until somebody signs in.
    if (presented?.kind === 'token') return { caller: null, isForged: true };
    if (this.config.isLocalSignIn && isFromHere(request)) return { caller: LOCAL };
    if (this.config.isAnonymousRead) return { caller: ANONYMOUS };
    return { caller: null, isForged: presented !== null };
  }
}
