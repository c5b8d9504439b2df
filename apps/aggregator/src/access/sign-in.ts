import type { Pool } from 'pg';
import { readPassword } from '../store/access/accounts.js';
import type { AuditLog } from './audit-log.js';
import { isPassword, TooManyPasswords } from './password.js';
import type { Client, Sessions } from './sessions.js';
import type { Throttle } from './throttle.js';

/** What came of signing in: the secret of a session; or nothing, at once (0) or before a wait is over. */
export type SignedIn =
  { readonly ok: true; readonly secret: string } | { readonly ok: false; readonly retryAfterSeconds: number };

const BUSY_SECONDS = 5;

/** Signs in by name and password. Whatever is wrong is answered alike, and after as long. */
export class SignIn {
  constructor(
    private readonly pool: Pool,
    private readonly throttle: Throttle,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
  ) {}

  async byPassword(name: string, password: string, client: Client): Promise<SignedIn> {
    const attempt = { name, address: client.address };
    const retryAfterSeconds = await this.throttle.begin(attempt);
    if (retryAfterSeconds > 0) return this.denied(name, client, retryAfterSeconds, 'too many attempts');
    try {
      const account = await readPassword(this.pool, name);
      const isRight = await isPassword(account?.passwordHash ?? null, password);
      if (!account || !isRight || account.isDisabled)
        return await this.denied(name, client, 0, 'wrong name or password');
      await this.throttle.succeed(attempt);
      const secret = await this.sessions.begin(account.id, client);
      await this.audit.write({ ...entryOf(account.name, client), outcome: 'ok' });
      return { ok: true, secret };
    } catch (error) {
      if (error instanceof TooManyPasswords) return { ok: false, retryAfterSeconds: BUSY_SECONDS };
      throw error;
    }
  }

  private async denied(name: string, client: Client, retryAfterSeconds: number, reason: string): Promise<SignedIn> {
    // Some type their password where the name belongs.
    const isKnown = (await readPassword(this.pool, name)) !== null;
    const shown = isKnown ? name : '(unknown)';
    await this.audit.write({ ...entryOf(shown, client), outcome: 'denied', detail: { reason } });
    return { ok: false, retryAfterSeconds };
  }
}

function entryOf(claimed: string, { address, browser }: Client) {
  return { caller: { claimed }, address, action: 'sign-in', detail: { browser } };
}
