import { type Finding, foundBroken, foundWell } from './finding.js';

/** The oldest server whose JetStream does all that weir asks of it. */
const OLDEST = [2, 9] as const;

/** What of a client's connection is asked here: that of nats.js has it. */
interface NatsConnected {
  getServer(): string;
  flush(): Promise<void>;
  readonly info?: { readonly version: string; readonly tls_required?: boolean };
}

/** How both programs hold on to NATS, as options of nats.js: tried for ever, and a server that falls silent is left soon. */
export const NATS_HOLD = {
  maxReconnectAttempts: -1,
  // An account may be set up, or set right, after the program began; a server that restarts may refuse for a moment.
  ignoreAuthErrorAbort: true,
  // A server that answers none of two in a row is left: one whose power is cut says nothing.
  pingInterval: 1_000,
  maxPingOut: 2,
  timeout: 3_000,
  reconnectToServer: triedLongestAgo,
} as const;

/** By itself nats.js dials the server that was lost once more, and waits for it. */
function triedLongestAgo<S extends { readonly lastConnect: number }>(servers: readonly S[]): S | null {
  return servers.toSorted((one, other) => one.lastConnect - other.lastConnect)[0] ?? null;
}

/** Which server answers, how far away it is, and whether it is new enough. */
export async function foundNatsServer(connection: NatsConnected): Promise<Finding> {
  const startMs = performance.now();
  await connection.flush();
  const tookMs = performance.now() - startMs;
  const { version = '?', tls_required: hasTls } = connection.info ?? {};
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const text = `${connection.getServer()}, version ${version}, ${hasTls === true ? 'TLS' : 'no TLS'}, ${tookMs.toFixed(1)} ms away`;
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  return isOld ? foundBroken('NATS', `${text}: weir needs ${OLDEST.join('.')} or newer`) : foundWell('NATS', text);
}
