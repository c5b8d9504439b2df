import type { SettingValue } from '@weir/model';
import type { NatsAddress } from '../publish/nats.js';

/** Reads `nats://user:password@host:port,nats://…`; the servers of a list know one user. */
export function readNatsAddress(text: string): SettingValue<NatsAddress> {
  const urls = text.split(',').map(parseUrl);
  const known = urls.filter((url) => url !== null);
  const named = known
    .map((url) => ({ user: decoded(url.username), password: decoded(url.password) }))
    .filter(({ user, password }) => user !== null || password !== null);
  const { user = null, password = null } = named[0] ?? {};
  const remedies: string[] = [];
  if (known.length !== urls.length || !known.every(isNats)) {
    remedies.push('must be nats://host:port or tls://host:port, several separated by commas');
  }
  if (named.some((one) => one.user === undefined || one.password === undefined)) {
    remedies.push('must have user and password in percent-encoding: % is %25');
  } else if (named.some((one) => one.user !== user || one.password !== password)) {
    remedies.push('must have the same user and password for every server');
  }
  if (remedies.length > 0) return { ok: false, remedies };
  return { ok: true, value: { servers: known.map((url) => `${url.protocol}//${url.host}`), user, password } };
}

function isNats(url: URL): boolean {
  return /^(nats|tls):$/.test(url.protocol) && url.hostname !== '';
}

/** Null for an empty part of an address; undefined where it is not percent-encoding. */
function decoded(part: string): string | null | undefined {
  try {
    return part === '' ? null : decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text.trim()) ? new URL(text.trim()) : null;
}
