import type pg from 'pg';
import { type Asker, currentAsker, type Scope } from '../../background/asker.js';
import { BoundedPool, type PoolBounds } from '../bounded-pool.js';
import { EVERY_HOST, HOST_UUIDS_SETTING, HOSTS_SETTING, showViewsAlone } from './views.js';

/** For how long the hosts that were found for one who asks are those of the scope: a request is over by then. */
const FOUND_MS = 1_000;
/** Few are bound to a scope, and those who are not must not wait for them. */
const MOST_SCOPED = 4;

const HOSTS = `SELECT host_id AS "hostId", id::text, name, labels FROM ${EVERY_HOST}`;
const NARROW = `SELECT set_config('${HOSTS_SETTING}', $1, false), set_config('${HOST_UUIDS_SETTING}', $2, false)`;

interface ReaderBounds extends PoolBounds {
  /** How long a statement may take where who asks does not say; ms. */
  readonly statement_timeout: number;
}

/** The hosts of a scope, as settings hold them. */
interface Found {
  readonly atMs: number;
  readonly hostIds: string;
  readonly uuids: string;
}

/**
 * The pool of questions. Who asks within a scope gets a connection on which all tables are views of the hosts in it, so that no
 * question, however it is put, is answered with more. Who does not gets one as ever: same statements, same plans. On either of them
 * a statement may take as long as who asks has patience.
 */
export class ScopedReaders extends BoundedPool {
  private readonly scoped: BoundedPool;
  private readonly found = new WeakMap<Asker, Promise<Found>>();
  private readonly usualMs: number;
  /** How long a statement may take on connections that were told so; on others as long as usual. */
  private readonly longestMs = new WeakMap<pg.PoolClient, number>();

  constructor(bounds: ReaderBounds) {
    super(bounds);
    this.usualMs = bounds.statement_timeout;
    this.scoped = new BoundedPool({
      ...bounds,
      max: MOST_SCOPED,
      onConnect: async (client) => {
        await bounds.onConnect?.(client);
        await showViewsAlone(client);
      },
    });
    for (const event of ['error', 'connect'] as const) this.scoped.on(event, (what: unknown) => this.emit(event, what));
  }

  override async end(): Promise<void> {
    await Promise.all([super.end(), this.scoped.end()]);
  }

  protected override async take(): Promise<pg.PoolClient> {
    const asker = currentAsker();
    const free = await (asker?.scope ? this.scoped.connect() : super.take());
    const client = await this.waitingAsLong(free, asker?.longestMs ?? this.usualMs);
    return asker?.scope ? this.narrowed(client, asker, asker.scope) : client;
  }

  private async waitingAsLong(client: pg.PoolClient, longestMs: number): Promise<pg.PoolClient> {
    if (longestMs === (this.longestMs.get(client) ?? this.usualMs)) return client;
    try {
      await client.query(`SET statement_timeout = ${longestMs}`);
    } catch (error) {
      client.release(true);
      throw error;
    }
    this.longestMs.set(client, longestMs);
    return client;
  }

  private async narrowed(client: pg.PoolClient, asker: Asker, scope: Scope): Promise<pg.PoolClient> {
    try {
      const { hostIds, uuids } = await this.hostsOf(client, asker, scope);
      await client.query(NARROW, [hostIds, uuids]);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Looked up once for a request, so that all its parts agree, and a label that was changed before it is known. */
  private async hostsOf(client: pg.ClientBase, asker: Asker, scope: Scope): Promise<Found> {
    const known = await this.found.get(asker);
    if (known && performance.now() - known.atMs < FOUND_MS) return known;
    const finding = find(client, scope);
    this.found.set(asker, finding);
    finding.catch(() => this.found.delete(asker));
    return finding;
  }
}

async function find(client: pg.ClientBase, scope: Scope): Promise<Found> {
  const atMs = performance.now();
  const { rows } = await client.query<Host>(HOSTS);
  const own = rows.filter((host) => scope.holds(host));
  const list = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;
  return { atMs, hostIds: list(own.map(({ hostId }) => hostId)), uuids: list(own.map(({ id }) => id)) };
}

interface Host {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}
