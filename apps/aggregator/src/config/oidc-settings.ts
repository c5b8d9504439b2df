import {
  asItIs,
  isLoopback,
  listOf,
  orRemedy,
  readOptional,
  type SettingFault,
  type Settings,
  type ValuesOf,
} from '@weir/model';
import { ACCESS_ROLES, type AccessRole } from './choices.js';
import { oneOf } from './readers.js';

/** What a group of the provider may here; null = anybody, of whatever group. */
export interface GroupRole {
  readonly group: string | null;
  readonly role: AccessRole;
}

/** A provider of OpenID Connect, and who of its people may what. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What people know it by. */
  readonly name: string;
  readonly groupsClaim: string;
  readonly roles: readonly GroupRole[];
}

/** What is told of signing in by OpenID Connect. */
export const OIDC_SETTINGS = {
  WEIR_OIDC_ISSUER: {
    default: '',
    takes: 'an address such as `https://login.example/realms/us`; `http://` at this machine alone',
    meaning:
      'a provider of OpenID Connect that people may [sign in by](operations.md#openid-connect), exactly as it names itself. Needs `WEIR_PUBLIC_URL` and the three that follow',
    read: readOptional((text) =>
      orRemedy(
        asIssuer(text),
        'must be the address by which the provider names itself, such as https://login.example, without a user, "?" or "#"; http:// only at a loopback address',
      ),
    ),
  },
  WEIR_OIDC_CLIENT_ID: {
    default: '',
    takes: 'text',
    meaning: 'what the provider calls weir. What it is to be told of weir is `<WEIR_PUBLIC_URL>/auth/oidc/callback`',
    read: readOptional(asItIs),
  },
  WEIR_OIDC_CLIENT_SECRET: {
    default: '',
    takes: 'text',
    meaning: 'what weir proves itself with to the provider, the same in all processes',
    isSecret: true,
    read: readOptional(asItIs),
  },
  WEIR_OIDC_ROLES: {
    default: '',
    takes: '`group=role`, separated by commas: `weir-admins=admin,ops=operator,*=viewer`',
    meaning:
      'what a group of the provider may here: `viewer`, `operator` or `admin`; of several the highest counts. `*` is anybody whom the provider knows: without it, who is in no group of these is not let in. A comma in a name is `%2C`, an equals sign `%3D`, a percent sign `%25`',
    read: readOptional((text) =>
      orRemedy(
        asGroupRoles(text),
        `must be group=role, separated by commas, each role one of ${ACCESS_ROLES.join(', ')}`,
      ),
    ),
  },
  WEIR_OIDC_NAME: {
    default: 'OpenID Connect',
    takes: 'at most 50 characters',
    meaning: 'what people know the provider by: they are told to sign in with it',
    read: (text) => orRemedy(text.length <= 50 ? text : null, 'must have at most 50 characters'),
  },
  WEIR_OIDC_GROUPS_CLAIM: {
    default: 'groups',
    takes: 'name of a claim, or its path: `realm_access.roles`',
    meaning: 'by which claim the provider tells groups',
    read: asItIs,
  },
} satisfies Settings;

type Values = ValuesOf<typeof OIDC_SETTINGS> & { readonly WEIR_PUBLIC_URL: string | null };

const WHOLE = ['WEIR_OIDC_ISSUER', 'WEIR_OIDC_CLIENT_ID', 'WEIR_OIDC_CLIENT_SECRET', 'WEIR_OIDC_ROLES'] as const;

/** The provider as settings tell it; null = there is none. What belongs together must be told together. */
export function oidcOf(values: Partial<Values>): {
  readonly oidc: OidcConfig | null;
  readonly faults: readonly SettingFault[];
} {
  if (WHOLE.every((name) => values[name] === null)) return { oidc: null, faults: [] };
  const { WEIR_OIDC_ISSUER: issuer, WEIR_OIDC_CLIENT_ID: clientId, WEIR_OIDC_CLIENT_SECRET: clientSecret } = values;
  const { WEIR_OIDC_ROLES: roles, WEIR_OIDC_NAME: name, WEIR_OIDC_GROUPS_CLAIM: groupsClaim } = values;
  // A setting with a fault of its own has no value, and is told already.
  const missing = ([...WHOLE, 'WEIR_PUBLIC_URL'] as const).filter((each) => values[each] === null);
  if (!issuer || !clientId || !clientSecret || !roles || !name || !groupsClaim || missing.length > 0) {
    const remedy = 'must be set too where people are to sign in by OpenID Connect';
    return { oidc: null, faults: missing.map((each) => ({ name: each, remedy })) };
  }
  return { oidc: { issuer, clientId, clientSecret, name, groupsClaim, roles }, faults: [] };
}

/** As it is written, since a provider names itself letter by letter. */
function asIssuer(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, username, search, hash } = new URL(text);
  const isPrivate = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return isPrivate && username === '' && search === '' && hash === '' ? text : null;
}

/** Null where one is none, or a group stands there twice. */
function asGroupRoles(text: string): readonly GroupRole[] | null {
  const read = listOf(text).map(asGroupRole);
  const roles = read.filter((each) => each !== null);
  const isWhole = roles.length === read.length && roles.length > 0;
  return isWhole && new Set(roles.map(({ group }) => group)).size === roles.length ? roles : null;
}

function asGroupRole(text: string): GroupRole | null {
  const [name = '', roleName = '', ...more] = text.split('=').map((each) => each.trim());
  const role = oneOf(ACCESS_ROLES, roleName);
  const group = decoded(name);
  return role === null || !group || more.length > 0 ? null : { group: name === '*' ? null : group, role };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
