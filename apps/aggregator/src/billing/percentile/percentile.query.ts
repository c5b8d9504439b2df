import { Injectable } from '@nestjs/common';
import type { Decoded, Refusal } from '@weir/model';
import { fiveMinutesIn, FiveMinutesQuery } from '../../query/five-minutes.query.js';
import { endOf, type Grid } from '../../query/grid.js';
import type { Subject } from '../quota.js';
import { filterOf } from '../subject.js';
import { excludedSamples } from './exclusions.js';
import { type Curve, curveOf, percentile95, type PercentileWay, rank, type Ranked } from './percentile.js';
import { costOf } from './price.js';
import { type PercentileAsked, readPercentile, type WrittenPercentile } from './read-percentile.js';

/** What is billed by the 95th percentile of five-minute averages. */
export interface PercentileAnswer extends Omit<Ranked, 'sorted'> {
  /** What it is of, ms since 1970: the five minutes that lie in the range as a whole, and are over. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Bytes a second; null of no samples. */
  readonly bytesPerSecond: Readonly<Record<PercentileWay, number | null>>;
  readonly curve: Curve;
  /** Null without a price, or without samples. */
  readonly cost: number | null;
}

/** As many as a chart has. */
const MOST_POINTS = 300;

/** Answers what is billed by the 95th percentile. */
@Injectable()
export class PercentileQuery {
  constructor(private readonly fiveMinutes: FiveMinutesQuery) {}

  /** The figures, or what is wrong with the request. */
  async answer(written: WrittenPercentile): Promise<Decoded<PercentileAnswer>> {
    const read = readPercentile(written);
    if (!read.ok) return read;
    const asked = read.value;
    const grid = fiveMinutesIn(asked, Date.now());
    if (grid.count === 0) return { ok: false, refusal: { field: 'from', reason: NO_TIME } };
    const samples = await this.fiveMinutes.read(filterOf(asked.subject), grid);
    if (!samples.ok) return samples;
    if (!samples.value.isThere) return { ok: false, refusal: nobody(asked.subject) };
    const excluded = await excludedSamples(grid, asked);
    return {
      ok: true,
      value: answerOf(
        rank(samples.value, (sample) => excluded[sample] === 1, asked.missing),
        grid,
        asked,
      ),
    };
  }
}

const NO_TIME =
  'and to hold no five minutes that begin at a multiple of five minutes and are over: ask for a longer range';

const NO_HOST = 'and to hold nothing that any host counted: ask for a range in which there were hosts';

function nobody({ kind, name }: Subject): Refusal {
  if (kind === 'fleet') return { field: 'from', reason: NO_HOST };
  const field = name === null ? 'subject.host' : 'subject.name';
  return {
    field,
    reason: `finds no ${kind} that counted anything in that range: see how it is written, and when it was there`,
  };
}

function answerOf(ranked: Ranked, grid: Grid, { price }: PercentileAsked): PercentileAnswer {
  const { sorted, ...counts } = ranked;
  const bytesPerSecond = { in: percentile95(sorted.in), out: percentile95(sorted.out), max: percentile95(sorted.max) };
  const billed = price && bytesPerSecond[price.way];
  return {
    ...{ fromMs: grid.startMs, toMs: endOf(grid), ...counts, bytesPerSecond },
    curve: curveOf(ranked, MOST_POINTS),
    cost: price && billed !== null ? costOf(billed, price) : null,
  };
}
