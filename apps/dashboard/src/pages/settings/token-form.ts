import type { Role } from '../../api/index.js';
import type { TokenInput } from '../../api/operations/access.js';
import { scopeOf } from './scope.js';

const DAY_MS = 86_400_000;

/** How long a token holds, in days: each must end. */
export const LENGTHS = [1, 7, 30, 90, 365] as const;

/** What is typed of a token. */
export interface TokenForm {
  readonly name: string;
  readonly role: Role;
  readonly hosts: string;
  readonly days: number;
}

export const NEW_TOKEN: TokenForm = { name: '', role: 'VIEWER', hosts: '', days: 30 };

/** The token that a form makes, which holds from `nowMs` on. */
export function tokenOf({ name, role, hosts, days }: TokenForm, nowMs: number): TokenInput {
  const expiresAt = new Date(nowMs + days * DAY_MS).toISOString();
  return { name: name.trim(), role, scope: scopeOf(hosts), expiresAt };
}
