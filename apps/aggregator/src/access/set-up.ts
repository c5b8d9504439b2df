import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { changingAccounts, hasAccount, insertAccount, readPassword, updateAccount } from '../store/access/accounts.js';
import { forgetSubject } from '../store/access/oidc-accounts.js';
import { deleteSessionsOf } from '../store/access/sessions.js';
import { hasSetUpLink, insertSetUpLink, useSetUpLink } from '../store/access/set-up-links.js';
import type { Credentials } from './credentials.js';
import { refusalOfAccountName } from './name.js';
import { hashPassword, refusalOfPassword } from './password.js';
import { hashOf, isSecret, newSecret } from '../config/secret.js';

/** What came of a link: the account that is admin now, or what is wrong. A link that does not hold is of no field. */
export type SetUpDone =
  | { readonly ok: true; readonly accountId: string }
  | { readonly ok: false; readonly refusals: readonly Refusal[]; readonly isLinkGood: boolean };

/** Makes the first admin, or another where all others are locked out: by a link that only who runs the process can see. */
export class SetUp {
  private isDone = false;

  constructor(
    private readonly pool: Pool,
    private readonly credentials: Credentials,
  ) {}

  /** Whether there is an account. */
  async isSetUp(): Promise<boolean> {
    this.isDone ||= await hasAccount(this.pool);
    return this.isDone;
  }

  /** Makes a link's address; `url` = that of the dashboard. */
  async link(url: string): Promise<string> {
    const secret = newSecret();
    await insertSetUpLink(this.pool, hashOf(secret));
    return `${url}/setup#${secret}`;
  }

  /** Uses a link up: makes an admin, or of an account of that name one with this password, whom no provider signs in any more. */
  async use(secret: string, name: string, password: string): Promise<SetUpDone> {
    // First: who has no link is told nothing else, and held up.
    if (!isSecret(secret) || !(await hasSetUpLink(this.pool, hashOf(secret)))) return NO_LINK;
    const refusals = [refusalOfAccountName('name', name), refusalOfPassword('password', password, name)];
    const found = refusals.filter((refusal) => refusal !== null);
    if (found.length > 0) return { ok: false, refusals: found, isLinkGood: true };
    const passwordHash = await hashPassword(password);
    const accountId = await changingAccounts(this.pool, async (client) => {
      if (!(await useSetUpLink(client, hashOf(secret)))) return null;
      const known = await readPassword(client, name);
      if (known) {
        await deleteSessionsOf(client, known.id, null);
        await forgetSubject(client, known.id);
        const change = { role: 'admin', scope: null, isDisabled: false, passwordHash };
        return (await updateAccount(client, known.id, change))?.id ?? null;
      }
      return (await insertAccount(client, { name, role: 'admin', scope: null, passwordHash }))?.id ?? null;
    });
    this.credentials.forget();
    return accountId === null ? NO_LINK : { ok: true, accountId };
  }
}

const NO_LINK: SetUpDone = {
  ok: false,
  isLinkGood: false,
  refusals: [{ field: 'token', reason: 'is of no link that holds: `weir-aggregator setup-link` prints a new one' }],
};
