/** Where NATS is, and who we are to it. */
export interface NatsAddress {
  readonly servers: readonly string[];
  readonly user: string | null;
  readonly password: string | null;
  /** Whether the connection has to be encrypted. */
  readonly tls: boolean;
}

/** What an address has to look like. */
export const NATS_ADDRESS_REMEDY =
  'must be nats://host:port or tls://host:port, several separated by commas, with user:password@ only as URLs encode it';

/** Reads `nats://user:password@host:port,nats://…`, as the agent does; null where it is none. The first names the user. */
export function natsAddressOf(text: string): NatsAddress | null {
  const urls = text.split(',').map((part) => urlOf(part.trim()));
  const known = urls.filter((url) => url !== null);
  const user = decoded(known[0]?.username);
  const password = decoded(known[0]?.password);
  if (known.length !== urls.length || user === undefined || password === undefined) return null;
  return {
    servers: known.map((url) => `${url.protocol}//${url.host}`),
    user,
    password,
    tls: known.some((url) => url.protocol === 'tls:'),
  };
}

/** What an address for agents has to look like. */
export const AGENT_ADDRESS_REMEDY =
  'must be nats://host:port or tls://host:port, several separated by commas, and no user: agents have keys of their own';

/** Where NATS is for agents; null where it is no address, or one that names a user. */
export function agentAddressOf(text: string): readonly string[] | null {
  const address = natsAddressOf(text);
  return address?.user === null && address.password === null ? address.servers : null;
}

function urlOf(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^(nats|tls):$/.test(url.protocol) && url.hostname !== '' ? url : null;
}

/** Null where there is nothing; undefined where the percent-encoding is malformed. */
function decoded(text: string | undefined): string | null | undefined {
  try {
    return text ? decodeURIComponent(text) : null;
  } catch {
    return undefined;
  }
}
