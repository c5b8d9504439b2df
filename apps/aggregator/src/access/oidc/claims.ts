/** What a provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>>;

/** Most characters of a name that is shown. */
const LONGEST_NAME = 100;
/** What could make one name look like another: what controls, what turns the direction, what cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/**
 * The groups that claims tell of, by the claim's name, or by a path with dots where there is no claim of that name
 * (`realm_access.roles`); null = they tell of none at all, so that they may be asked for elsewhere.
 */
export function groupsOf(claims: Claims, claim: string): readonly string[] | null {
  const told = Object.hasOwn(claims, claim) ? claims[claim] : claim.split('.').reduce(member, claims);
  if (typeof told === 'string') return [told];
  return Array.isArray(told) ? told.filter((each) => typeof each === 'string') : null;
}

function member(within: unknown, name: string): unknown {
  const isObject = typeof within === 'object' && within !== null;
  return isObject && Object.hasOwn(within, name) ? (within as Claims)[name] : undefined;
}

/** What somebody is called; null = the claims do not say. It is shown and nothing else: who it is, issuer and subject tell. */
export function nameOf(claims: Claims): string | null {
  const told = ['preferred_username', 'email', 'name'].map((claim) => plain(claims[claim]));
  return told.find((name) => name !== '') ?? null;
}

/** A name as it is shown: nothing in it is unseen, and it has an end. */
export function plain(told: unknown): string {
  const text = typeof told === 'string' ? told.normalize('NFKC').replace(UNSEEN, '').replace(/\s+/g, ' ').trim() : '';
  return [...text].slice(0, LONGEST_NAME).join('');
}
