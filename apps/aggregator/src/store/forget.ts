import type { ClientBase, Pool } from 'pg';
import { onConnection } from './connection.js';
import { deleteOld, MOMENT } from './delete.js';
import { readHorizonsOf } from './horizon.js';
import { forgetLateWrites } from './late-writes.js';

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
 * counters, containers, networks, hosts. And lives of agents, of which each host's last one stays, and what was written late.
 */
export async function forgetGone(pool: Pool): Promise<void> {
  await onConnection(pool, forgetGoneOn);
}

async function forgetGoneOn(client: ClientBase): Promise<void> {
  const { '1d': daysMs, state_1h: hoursMs, nowMs } = await readHorizonsOf(client, ['1d', 'state_1h']);
  const nothingBeforeMs = Math.min(daysMs, hoursMs) - NOTED_WITHIN_MS;
  await forgetLateWrites(client, nowMs);
  await deleteOld(client, 'run', `told_at < ${MOMENT} AND ${NOT_THE_LAST}`, nowMs - RUN_MS);
  if (!Number.isFinite(nothingBeforeMs)) return;
  for (const [table, condition] of WITH_NOTHING_LEFT) await deleteOld(client, table, condition, nothingBeforeMs);
}

/** Forgets what states are told of once none that was told is left at any resolution. */
export async function forgetStateSeries(pool: Pool): Promise<void> {
  await onConnection(pool, forgetStateSeriesOn);
}

async function forgetStateSeriesOn(client: ClientBase): Promise<void> {
  const { state_1h: hoursMs } = await readHorizonsOf(client, ['state_1h']);
  if (!Number.isFinite(hoursMs)) return;
  await deleteOld(client, 'state_series', `told_at < ${MOMENT}`, hoursMs - NOTED_WITHIN_MS);
}

const NOT_THE_LAST = `EXISTS (
  SELECT FROM run AS later WHERE later.host_id = run.host_id AND later.told_at > run.told_at)`;

const BASE_OF_SERIES = 'SELECT FROM counter_base WHERE counter_base.series_id = series.series_id';

const hostIsOld = (table: string): string =>
  `EXISTS (SELECT FROM host WHERE host.host_id = ${table}.host_id AND host.last_seen < ${MOMENT})`;

/** A host says when things go, but nobody says when a host does. */
const isGone = (table: string): string => `(${table}.gone_at < ${MOMENT} OR ${hostIsOld(table)})`;

const SERIES_IS_GONE = `EXISTS (
  SELECT FROM series WHERE series.series_id = counter_base.series_id AND ${isGone('series')})`;

const HAS_NOTHING = ['series', 'container', 'network', 'state_series', 'run', 'event', 'pattern']
  .map((table) => `NOT EXISTS (SELECT FROM ${table} WHERE ${table}.host_id = host.host_id)`)
  .join(' AND ');

/** In this order, since what comes later is referred to by what comes before. */
const WITH_NOTHING_LEFT: readonly (readonly [table: string, condition: string])[] = [
  ['counter_base', `time < ${MOMENT} AND ${SERIES_IS_GONE}`],
  ['series', `${isGone('series')} AND NOT EXISTS (${BASE_OF_SERIES})`],
  ['container', isGone('container')],
  ['network', isGone('network')],
  ['run', `told_at < ${MOMENT} AND ${hostIsOld('run')}`],
  ['host', `last_seen < ${MOMENT} AND ${HAS_NOTHING}`],
];
