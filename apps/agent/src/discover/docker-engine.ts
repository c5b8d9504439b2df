import { addAbortSignal, Readable } from 'node:stream';
import Docker from 'dockerode';
import {
  type DockerContainer,
  type DockerEvent,
  type DockerNetwork,
  toContainer,
  toEvent,
  toNetwork,
} from './docker-records.js';
import { jsonLines } from './json.js';
import { type LabelFilter, noLabels } from './labels.js';

/** Where the engine listens. */
export type DockerAddress =
  | { readonly socketPath: string }
  | { readonly protocol: 'http'; readonly host: string; readonly port: number }
  | ({ readonly protocol: 'https'; readonly host: string; readonly port: number } & DockerCertificates);

/** In PEM: who vouches for the engine (where left out, whom the system trusts), and as whom the agent comes. */
export interface DockerCertificates {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** What the agent asks an engine for; all of it by GET. */
export interface DockerEngine {
  /** The name the engine's host goes by. */
  hostName(): Promise<string | null>;
  /** The running containers; only those of `ids`, where given. */
  containers(ids?: readonly string[]): Promise<DockerContainer[]>;
  networks(): Promise<DockerNetwork[]>;
  /** Starts listening; the events come until the engine goes away or `signal` aborts. */
  events(signal: AbortSignal): Promise<AsyncIterable<DockerEvent>>;
}

export interface DockerOptions {
  readonly timeoutMs?: number;
  /** Which labels of containers are kept. */
  readonly allows?: LabelFilter;
}

const REQUEST_TIMEOUT_MS = 10_000;

/**
 * An engine through dockerode. Listing is enough for names, labels and endpoints; containers are never inspected, since
 * that answer holds their environment.
 */
export function dockerEngine(
  address: DockerAddress,
  { timeoutMs = REQUEST_TIMEOUT_MS, allows = noLabels }: DockerOptions = {},
): DockerEngine {
  const docker = new Docker({ ...address, timeout: timeoutMs });
  // Events may be hours apart.
  const patient = new Docker({ ...address });
  return {
    hostName: async () => nameOf(await docker.info()),
    containers: async (ids) => {
      const filters = ids ? { filters: { id: [...ids] } } : {};
      return (await docker.listContainers(filters)).flatMap((each) => toContainer(each, allows) ?? []);
    },
    networks: async () => (await docker.listNetworks()).flatMap((each) => toNetwork(each) ?? []),
    events: async (signal) => {
      const stream = await withinTime(timeoutMs, signal, (abortSignal) =>
        patient.getEvents({ filters: { type: ['container', 'network'] }, abortSignal }),
      );
      if (stream instanceof Readable) addAbortSignal(signal, stream);
      return eventsOf(stream);
    },
  };
}

/** Bounds the wait for an answer, but not how long it then goes on. */
export async function withinTime<T>(
  timeoutMs: number,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await ask(AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}

async function* eventsOf(stream: AsyncIterable<string | Buffer>): AsyncGenerator<DockerEvent> {
  for await (const line of jsonLines(stream)) yield toEvent(line);
}

function nameOf(info: unknown): string | null {
  const name = typeof info === 'object' && info !== null && 'Name' in info ? info.Name : null;
  return typeof name === 'string' && name !== '' ? name : null;
}
