import { Injectable } from '@nestjs/common';
import type { Counter, Decoded } from '@weir/model';
import { Turn } from '../../background/turns.js';
import { rateName } from '../series.js';
import { type SeriesRow, type SeriesRows, SeriesRowsQuery } from '../series-rows.js';
import { WideTurns } from '../wide-turns.js';
import type { Whose } from './line.js';

/** Hours of the past, the last one whole. */
export interface Hours {
  /** Start of the first, and end of the last; ms since 1970. */
  readonly startMs: number;
  readonly endMs: number;
}

/** The hourly rates of a group: of each counter asked one value for each hour, NaN where nothing is known. */
export interface HourlyRates {
  /** Id of the interface, where groups are interfaces; else of whatever is grouped by first. */
  readonly value: string | null;
  readonly rates: readonly Float64Array[];
}

export const HOUR_MS = 3_600_000;
/** Of less nothing could be said. */
const FEWEST_HOURS = 8;

/** The hours of so many days until now. */
export function hoursUntil(nowMs: number, days: number): Hours {
  const endMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  return { startMs: endMs - days * 24 * HOUR_MS, endMs };
}

/** Reads months of hourly rates, which are more points than a chart has. */
@Injectable()
export class HourlyQuery {
  constructor(
    private readonly rows: SeriesRowsQuery,
    private readonly wide: WideTurns,
  ) {}

  /** The rates of each group of which anything is known, or what is wrong with the request. */
  read(whose: Whose, hours: Hours): Promise<Decoded<HourlyRates[]>> {
    return this.wide.answer(whose, () => this.readNow(whose, hours));
  }

  private async readNow(whose: Whose, hours: Hours): Promise<Decoded<HourlyRates[]>> {
    const { startMs, endMs } = hours;
    const opened = await this.rows.open({
      ...{ ...whose, fromMs: startMs, toMs: endMs },
      ...{ stepMs: HOUR_MS, measures: ['average'] },
    });
    // Hours may be kept for a shorter time than is asked for: what is left of them tells something too.
    if (!opened.ok) return opened.refusal.field === 'step' ? this.readLess(whose, hours) : opened;
    return { ok: true, value: await gathered(opened.value, whose.counters, hours) };
  }

  private async readLess(whose: Whose, { startMs, endMs }: Hours): Promise<Decoded<HourlyRates[]>> {
    const hours = Math.floor((endMs - startMs) / 2 / HOUR_MS);
    if (hours < FEWEST_HOURS) return { ok: true, value: [] };
    return this.readNow(whose, { startMs: endMs - hours * HOUR_MS, endMs });
  }
}

async function gathered(
  { names, batches }: SeriesRows,
  counters: readonly Counter[],
  { startMs, endMs }: Hours,
): Promise<HourlyRates[]> {
  const places = counters.map((counter) => names.indexOf(rateName(counter)));
  const unknown = (): Float64Array => new Float64Array((endMs - startMs) / HOUR_MS).fill(NaN);
  // Rows of a group share its keys.
  const groups = new Map<SeriesRow['keys'], HourlyRates>();
  const take = ({ atMs, keys, values }: SeriesRow): void => {
    const group = groups.get(keys) ?? { value: keys[0]?.value ?? null, rates: places.map(unknown) };
    groups.set(keys, group);
    const hour = (atMs - startMs) / HOUR_MS;
    for (const [index, rates] of group.rates.entries()) rates[hour] = values[places[index] ?? -1] ?? NaN;
  };
  const turn = new Turn();
  for await (const batch of batches) {
    batch.forEach(take);
    await turn.pass();
  }
  return [...groups.values()];
}
