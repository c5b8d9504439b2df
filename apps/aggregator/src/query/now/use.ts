import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { CONTAINERS } from '../../store/states/kind.js';
import { HOST_STATE_SQL } from '../host-state.js';
import type { Ranks, UseOrder } from '../page/ranks.js';
import { SharedAnswers } from '../shared/shared-answers.js';
import { onSnapshot } from '../snapshot.js';
import { readStates } from '../states/told.js';
import { readNewest } from './newest-blocks.js';
import { type ContainerNow, containerNow, FRESH_MS, NowStatesQuery, STATE_ROWS } from './states.js';

/** States are told every 10 s: within this, all who ask are answered the same. */
const KEPT_MS = 5_000;
/** Some ten times as much as is known of the largest fleets. */
const MOST_KEPT_BYTES = 64 * 2 ** 20;
/** The figures of a host or container, and its id. */
const BYTES_A_THING = 250;
const HOSTS_A_TURN = 50;
const ALL = { has: () => true };

const ALIVE = `SELECT host_id AS "hostId", id::text FROM host WHERE ${HOST_STATE_SQL} = 'alive'`;
const IDS = `SELECT state_series_id AS "stateId", key AS id FROM state_series WHERE kind = 'container' AND host_id = ANY ($1::int[])`;

interface Alive {
  readonly hostId: number;
  readonly id: string;
}

type Using = ReadonlyMap<string, Pick<ContainerNow, 'cpuPercent' | 'memoryBytes'>>;

/** Answers which hosts and containers of all use most now. */
@Injectable()
export class NowUseQuery {
  private readonly made = new SharedAnswers<Using>(MOST_KEPT_BYTES);

  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly states: NowStatesQuery,
  ) {}

  /** All hosts that tell it. */
  async hosts(by: UseOrder): Promise<Ranks> {
    return ranksOf(await this.kept('hosts', () => this.readHosts()), by);
  }

  /** All containers of which it is told. */
  async containers(by: UseOrder): Promise<Ranks> {
    return ranksOf(await this.kept('containers', () => onSnapshot(this.database, readContainers)), by);
  }

  private kept(name: string, read: () => Promise<Using>): Promise<Using> {
    return this.made.of(name, async () => {
      const answer = await read();
      return { answer, keepMs: KEPT_MS, bytes: answer.size * BYTES_A_THING };
    });
  }

  private async readHosts(): Promise<Using> {
    const { rows } = await this.database.query<Alive>(ALIVE);
    const states = await this.states.ofHosts(rows.map(({ hostId }) => hostId));
    return new Map(
      rows.flatMap(({ id }, place) => {
        const state = states[place];
        return state ? [[id, { cpuPercent: state.cpuPercent, memoryBytes: state.memoryUsedBytes }] as const] : [];
      }),
    );
  }
}

async function readContainers(client: ClientBase): Promise<Using> {
  const hostIds = (await client.query<Alive>(ALIVE)).rows.map(({ hostId }) => hostId);
  const ids = (await client.query<{ stateId: number; id: string }>(IDS, [hostIds])).rows;
  const idOf = new Map(ids.map(({ stateId, id }) => [stateId, id]));
  const asked = { table: 'container_state', count: STATE_ROWS, fromMs: Date.now() - FRESH_MS, hostIds } as const;
  const blocks = await readNewest(client, asked);
  const found = new Map<string, ContainerNow>();
  let turn = 0;
  for (const [hostId, stored] of blocks) {
    if (turn++ % HOSTS_A_TURN === 0) await nextTurn();
    const frames = stored.map((each) => ({ hostId, frames: each }));
    // In the order of time: the last one stays.
    for (const { id, ms, values } of readStates(CONTAINERS, false, frames, ALL).get(hostId)?.told ?? []) {
      const container = idOf.get(id);
      if (container !== undefined) found.set(container, containerNow(values, ms));
    }
  }
  return found;
}

/** CPU time in thousandths of a percent. */
function ranksOf(using: Using, by: UseOrder): Ranks {
  const figures = [...using].map(([id, { cpuPercent, memoryBytes }]) => {
    const value = by === 'cpu' ? Math.round((cpuPercent ?? 0) * 1_000) : Math.round(memoryBytes ?? 0);
    return { id, value };
  });
  const ranked = figures.filter(({ value }) => value > 0).sort((one, other) => other.value - one.value);
  return { of: 'things', ids: ranked.map(({ id }) => id), values: ranked.map(({ value }) => value) };
}
