import type { Pool } from 'pg';
import {
  deleteSession,
  deleteSessionOf,
  deleteSessionsOf,
  insertSession,
  readSessions,
  type SessionRow,
} from '../store/access/sessions.js';
import type { Credentials } from './credentials.js';
import { hashOf, newSecret } from '../config/secret.js';

const LONGEST_BROWSER = 300;

/** Where somebody signs in from. */
export interface Client {
  readonly address: string;
  /** As it names itself; '' where it does not. */
  readonly browser: string;
}

/** Keeps who is signed in. */
export class Sessions {
  constructor(
    private readonly pool: Pool,
    private readonly credentials: Credentials,
  ) {}

  /** Signs an account in; answers the secret for its cookie. */
  async begin(accountId: string, { address, browser }: Client): Promise<string> {
    const secret = newSecret();
    const row = { accountId, secretHash: hashOf(secret), address, browser: browser.slice(0, LONGEST_BROWSER) };
    await insertSession(this.pool, row);
    return secret;
  }

  /** Of an account, or of all (null). */
  list(accountId: string | null): Promise<SessionRow[]> {
    return readSessions(this.pool, accountId);
  }

  /** Ends one, of an account or of any (null); answers whose it was, or null where there is none. */
  async end(id: string, accountId: string | null): Promise<string | null> {
    const name = await deleteSession(this.pool, id, accountId);
    this.credentials.forget();
    return name;
  }

  /** Ends that of a secret, if there is one. */
  async endOf(secret: string): Promise<void> {
    await deleteSessionOf(this.pool, hashOf(secret));
    this.credentials.forget();
  }

  /** Ends all of an account, but for one where it is named. */
  async endAll(accountId: string, but: string | null): Promise<void> {
    await deleteSessionsOf(this.pool, accountId, but);
    this.credentials.forget();
  }
}
