import type { DOCKER_STATES } from '@weir/model';
import type { Logger } from 'pino';
import { isSystemError } from '../procfs/files.js';
import type { DockerEngine } from './docker-engine.js';
import type { DockerContainer, DockerEvent, DockerNetwork } from './docker-records.js';
import { pause } from './pause.js';

export type DockerState = (typeof DOCKER_STATES)[number];

/** Told when Docker knows something new. */
export interface DockerListener {
  /** A process may have begun or ended; told at once, before anything is looked up. */
  containersMoved(event: DockerEvent): void;
  /** Names, labels, endpoints or networks are different. */
  namesChanged(): void;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;
/** Events come in bursts: one `compose up` is dozens of them. */
const GATHER_MS = 100;
/** Execs, health checks and the like say nothing about names or networks. */
const ACTIONS = new Set(['start', 'die', 'rename', 'destroy', 'create', 'connect', 'disconnect', 'remove', 'update']);

/**
 * Keeps what Docker knows: everything once, then by events. Docker is only asked for names, so its absence, its going
 * and its coming back cost nothing but names.
 */
export class DockerWatch {
  state: DockerState = 'absent';
  hostName: string | null = null;
  containers: ReadonlyMap<string, DockerContainer> = new Map();
  networks: ReadonlyMap<string, DockerNetwork> = new Map();
  private readonly stopping = new AbortController();
  private listener: DockerListener | null = null;

  constructor(
    private readonly engine: DockerEngine,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
  ) {}

  /** Runs until stopped: connects, listens, and connects again. */
  async run(listener: DockerListener): Promise<void> {
    this.listener = listener;
    let retryMs = FIRST_RETRY_MS;
    while (!this.stopping.signal.aborted) {
      const failure = await this.session(() => (retryMs = FIRST_RETRY_MS));
      if (this.stopping.signal.aborted) return;
      this.enter(stateOf(failure), failure);
      await pause(retryMs, this.stopping.signal);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  /** One connection, from inventory to its end. */
  private async session(connected: () => void): Promise<unknown> {
    const end = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, end.signal]);
    try {
      // Listening before listing, so that nothing falls between.
      const events = await this.engine.events(signal);
      await this.readAll();
      connected();
      this.enter('connected', null);
      await this.follow(events, end);
      return new Error('the event stream ended');
    } catch (error) {
      return error;
    } finally {
      end.abort();
    }
  }

  private async readAll(): Promise<void> {
    this.hostName = await this.engine.hostName();
    this.containers = byId(await this.engine.containers());
    this.networks = byId(await this.engine.networks());
    this.listener?.namesChanged();
  }

  private async follow(events: AsyncIterable<DockerEvent>, end: AbortController): Promise<void> {
    const gathered = new Set<string>();
    let isDue = false;
    // One after the other: the answer to an earlier question must not take the place of a later one's.
    let refreshing = Promise.resolve();
    for await (const event of events) {
      if (!ACTIONS.has(event.action)) continue;
      if (event.type === 'container') this.listener?.containersMoved(event);
      if (event.container !== null) gathered.add(event.container);
      if (isDue) continue;
      isDue = true;
      refreshing = refreshing
        .then(() => pause(GATHER_MS, end.signal))
        .then(() => {
          isDue = false;
          if (end.signal.aborted) return;
          const ids = [...gathered];
          gathered.clear();
          return this.refresh(ids);
        })
        // What is known may be wrong now: everything is read anew.
        .catch((error: unknown) => end.abort(error));
    }
    end.signal.throwIfAborted();
  }

  private async refresh(ids: readonly string[]): Promise<void> {
    const fresh = byId(ids.length > 0 ? await this.engine.containers(ids) : []);
    const kept = [...this.containers].filter(([id]) => !ids.includes(id));
    this.containers = new Map([...kept, ...fresh]);
    this.networks = byId(await this.engine.networks());
    this.listener?.namesChanged();
  }

  private enter(state: DockerState, failure: unknown): void {
    if (state === this.state) return;
    this.state = state;
    if (state === 'connected') this.log.info('Docker answers: containers and networks have names');
    else this.log.warn({ reason: String(failure) }, `Docker is ${state}: counting goes on, without new names`);
    this.listener?.namesChanged();
  }
}

/** Nobody there is one thing, somebody who does not answer another. */
function stateOf(failure: unknown): DockerState {
  const code = isSystemError(failure) ? failure.code : null;
  return code === 'ENOENT' ? 'absent' : 'unreachable';
}

function byId<T extends { readonly id: string }>(records: readonly T[]): Map<string, T> {
  return new Map(records.map((record) => [record.id, record]));
}
