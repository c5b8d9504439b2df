import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { companionsInSteps, type Correlation } from '../../analyse/correlation/correlation.js';
import { inTurns } from '../../background/turns.js';
import { DATABASE } from '../../store/database.js';
import { MOST_LAG_STEPS } from '../outlook/correlation.query.js';
import { summed } from '../outlook/line.js';
import { DEFAULT_COUNTERS, MAX_POINTS, type SeriesAnswer } from '../series.js';
import { SeriesQuery } from '../series.query.js';
import { around, type Around } from './around.js';
import type { PatternRow } from './pattern.js';

/** An interface whose traffic moved with that of a pattern. */
export interface Companion extends Correlation {
  /** Id of the interface. */
  readonly netId: string;
}

/** The most that are told. */
export const MOST_COMPANIONS = 5;
/** More make each other look like chance. */
const MOST_CANDIDATES = 200;

/**
 * What could have to do with a pattern: containers and uplinks of its host; what is in the same network, or is of the same
 * service, on any host. Not the interfaces that its own packets pass.
 */
const CANDIDATES = `
WITH subject AS (
  SELECT series.host_id, series.series_id, series.namespace, network.name AS network FROM series
  LEFT JOIN network ON network.host_id = series.host_id AND network.id = series.network_id WHERE series.net_id = $1),
service AS (
  SELECT DISTINCT container.stack, container.service FROM container JOIN subject USING (host_id, namespace)
  WHERE container.service IS NOT NULL),
candidate AS (
  SELECT 0 AS place, series.series_id FROM series JOIN subject USING (host_id)
  WHERE series.class = 'container' OR (series.uplink AND $5::boolean)
  UNION ALL
  SELECT 1, series.series_id FROM subject JOIN network ON network.name = subject.network
  JOIN series ON series.host_id = network.host_id AND series.network_id = network.id WHERE series.class = 'container'
  UNION ALL
  SELECT 2, series.series_id FROM service
  JOIN container ON container.service = service.service AND container.stack IS NOT DISTINCT FROM service.stack
  JOIN series ON series.host_id = container.host_id AND series.namespace = container.namespace
  WHERE series.class = 'container')
SELECT series.net_id AS id FROM (
  SELECT series_id, min(place) AS place FROM candidate GROUP BY series_id) AS found JOIN series USING (series_id)
WHERE series.net_id <> ALL ($2::text[]) AND series.first_at < $4::timestamptz
  AND (series.gone_at IS NULL OR series.gone_at > $3::timestamptz)
ORDER BY place, series_id LIMIT ${MOST_CANDIDATES}`;

/** Finds what moved with a pattern. */
@Injectable()
export class CompanionQuery {
  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly series: SeriesQuery,
  ) {}

  /** The interfaces that moved with it, the closest first; none where that could as well be chance. */
  async of(pattern: PatternRow, first = MOST_COMPANIONS): Promise<Companion[]> {
    const { netId } = pattern;
    if (netId === null) return [];
    const range = around(pattern, Date.now());
    const candidates = await this.candidatesOf(netId, pattern, range);
    if (candidates.length === 0) return [];
    const answer = await this.series.answer({
      interfaces: [netId, ...candidates],
      ...{ ...range, filter: null, points: MAX_POINTS, counters: DEFAULT_COUNTERS, measures: ['average'] },
      ...{ grouping: { dimensions: ['interface'], labels: [] }, top: null, compareMs: null },
    });
    // Else one of them was forgotten since.
    return answer.ok ? closestOf(netId, answer.value, first) : [];
  }

  private async candidatesOf(
    netId: string,
    { seenOn }: PatternRow,
    { fromMs, toMs }: Around,
  ): Promise<readonly string[]> {
    const own = [netId, ...seenOn.flatMap(({ kind, key }) => (kind === 'interface' ? [key] : []))];
    // What it showed on is the uplink of its own packets, too.
    const withUplinks = !seenOn.some(({ kind }) => kind === 'host');
    const moments = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
    const { rows } = await this.database.query<{ id: string }>(CANDIDATES, [netId, own, ...moments, withUplinks]);
    return rows.map(({ id }) => id);
  }
}

async function closestOf(netId: string, { stepMs, series, at }: SeriesAnswer, first: number): Promise<Companion[]> {
  const lines = series.map(({ group, columns }) => ({ id: group, values: summed(Object.values(columns), at.length) }));
  const subject = lines.find(({ id }) => id === netId);
  if (!subject) return [];
  const others = lines.filter((line) => line !== subject);
  const grid = { stepMs, mostLagMs: MOST_LAG_STEPS * stepMs };
  const found = await inTurns(companionsInSteps(subject.values, others, grid, first));
  return found.map(({ id, ...correlation }) => ({ netId: id, ...correlation }));
}
