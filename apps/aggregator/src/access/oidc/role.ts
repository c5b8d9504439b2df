import type { GroupRole } from '../../config/oidc-settings.js';
import { type AccessRole, hasRole } from '../caller.js';

/** The highest role that one of the groups gives, or that anybody has; null = nobody of these groups is let in. */
export function roleOfGroups(groups: readonly string[], roles: readonly GroupRole[]): AccessRole | null {
  const given = roles.flatMap(({ group, role }) => (group === null || groups.includes(group) ? [role] : []));
  return given.reduce<AccessRole | null>((best, role) => (best && hasRole({ role: best }, role) ? best : role), null);
}
