import type { ClientBase, Pool } from 'pg';
import { onConnection } from './connection.js';
import { deleteOld } from './delete.js';
import { readHorizonsOf } from './horizon.js';

const DAY_MS = 24 * 3_600_000;

/**
 * Whatever was told of something lies before this much after it was last noted as told of: it is noted once a day, who
 * knows an id remembers it for hours, and times may be ahead a little.
 */
const NOTED_WITHIN_MS = 2 * DAY_MS;

/** So long a message may come once more, though a later life of its agent was heard of: of one that was cut off, say. */
const RUN_MS = 90 * DAY_MS;

/**
 * Forgets what is gone, or whose host is, once nothing that was told of it is left at any resolution: interfaces with their
 * counters, containers, networks, hosts. And lives of agents, of which each host's last one stays.
 */
export async function forgetGone(pool: Pool): Promise<void> {
  await onConnection(pool, forgetGoneOn);
}

async function forgetGoneOn(client: ClientBase): Promise<void> {
  const { '1d': daysMs, state_1h: hoursMs, nowMs } = await readHorizonsOf(client, ['1d', 'state_1h']);
  const nothingBeforeMs = Math.min(daysMs, hoursMs) - NOTED_WITHIN_MS;
  await deleteOld(client, 'run', (time) => `told_at < ${time} AND ${NOT_THE_LAST}`, nowMs - RUN_MS);
  if (!Number.isFinite(nothingBeforeMs)) return;
  const forget = (table: string, condition: (time: string) => string): Promise<void> =>
    deleteOld(client, table, condition, nothingBeforeMs);
  await forget('counter_base', (time) => `time < ${time} AND EXISTS (${goneSeries(time)})`);
  await forget('series', (time) => `${isGone('series', time)} AND NOT EXISTS (${BASE_OF_SERIES})`);
  for (const table of ['container', 'network']) await forget(table, (time) => isGone(table, time));
  await forget('run', (time) => `told_at < ${time} AND EXISTS (${hostBefore('run', time)})`);
  await forget('host', (time) => `last_seen < ${time} AND ${HAS_NOTHING}`);
}

/** Forgets what states are told of once none that was told is left at any resolution. */
export async function forgetStateSeries(pool: Pool): Promise<void> {
  await onConnection(pool, forgetStateSeriesOn);
}

async function forgetStateSeriesOn(client: ClientBase): Promise<void> {
  const { state_1h: hoursMs } = await readHorizonsOf(client, ['state_1h']);
  if (!Number.isFinite(hoursMs)) return;
  await deleteOld(client, 'state_series', (time) => `told_at < ${time}`, hoursMs - NOTED_WITHIN_MS);
}

const NOT_THE_LAST = `EXISTS (
  SELECT FROM run AS later WHERE later.host_id = run.host_id AND later.told_at > run.told_at)`;

const BASE_OF_SERIES = 'SELECT FROM counter_base WHERE counter_base.series_id = series.series_id';

const hostBefore = (table: string, time: string): string =>
  `SELECT FROM host WHERE host.host_id = ${table}.host_id AND host.last_seen < ${time}`;

/** A host says when things go, but nobody says when a host does. */
const isGone = (table: string, time: string): string =>
  `(${table}.gone_at < ${time} OR EXISTS (${hostBefore(table, time)}))`;

const goneSeries = (time: string): string =>
  `SELECT FROM series WHERE series.series_id = counter_base.series_id AND ${isGone('series', time)}`;

const HAS_NOTHING = ['series', 'container', 'network', 'state_series', 'run', 'event']
  .map((table) => `NOT EXISTS (SELECT FROM ${table} WHERE ${table}.host_id = host.host_id)`)
  .join(' AND ');
