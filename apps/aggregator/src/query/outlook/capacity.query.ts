import { Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import { Turn } from '../../background/turns.js';
import { InterfaceRepository } from '../interfaces.js';
import { DEFAULT_COUNTERS, type GroupSeries, MAX_POINTS, MAX_SERIES, type SeriesRequest } from '../series.js';
import { SeriesQuery } from '../series.query.js';
import { type Shareable, SharedAnswers } from '../shared/shared-answers.js';
import {
  type CapacityAsked,
  type CapacityResult,
  capacityOf,
  compareBusy,
  compareOutlooks,
  type Link,
  type LinkCapacity,
  refusalOfCapacity,
  type Ways,
} from './capacity.js';
import { HOUR_MS, HourlyQuery, hoursUntil } from './hourly.query.js';

const WEEK_DAYS = 7;
/** Twelve weeks: a trend of months is told from a week's, and a season not yet from a trend. */
const DAYS_OF_HISTORY = 84;
/** Of more, the months take longer to be put together than others should wait. */
const LINKS_AT_A_TIME = 20;
/** What is kept is of this hour; the next has another name. */
const KEPT_MS = 60_000;
const MOST_KEPT_BYTES = 8 * 2 ** 20;
const BYTES_AN_ANSWER = 1_000;
const BYTES_A_LINK = 1_500;

/** The links that are looked at closely, of all that there are. */
interface Fullest {
  readonly links: readonly Link[];
  readonly linkCount: number;
  readonly unknownSpeedCount: number;
}

/**
 * Answers when links are full. Of a fleet, the months of those alone are read that were fullest in the last week: who is far
 * below fills up last. Of more links than a question may have series, only those that carried most in bytes are compared.
 */
@Injectable()
export class CapacityQuery {
  private readonly answers = new SharedAnswers<CapacityResult>(MOST_KEPT_BYTES);

  constructor(
    private readonly series: SeriesQuery,
    private readonly hourly: HourlyQuery,
    private readonly interfaces: InterfaceRepository,
  ) {}

  /** The fullest links with their outlook, or what is wrong with the request. */
  async answer(asked: CapacityAsked): Promise<CapacityResult> {
    const refusal = refusalOfCapacity(asked);
    if (refusal) return { ok: false, refusal };
    const week = hoursUntil(Date.now(), WEEK_DAYS);
    const name = JSON.stringify([asked, week.endMs, await this.interfaces.speedsSetAt()]);
    return this.answers.of(name, () => this.work(asked, week.endMs));
  }

  private async work(asked: CapacityAsked, endMs: number): Promise<Shareable<CapacityResult>> {
    const fullest = await this.fullest(asked, endMs);
    if (!fullest.ok) return { answer: fullest, keepMs: 0, bytes: 0 };
    const { links, ...counts } = fullest.value;
    const looked = await this.lookAhead(links, asked, endMs);
    if (!looked.ok) return { answer: looked, keepMs: 0, bytes: 0 };
    const sorted = [...looked.value].sort(
      (one, other) => compareOutlooks(one.outlook, other.outlook) || compareBusy(one, other),
    );
    return {
      answer: { ok: true, value: { links: sorted, ...counts } },
      keepMs: KEPT_MS,
      bytes: BYTES_AN_ANSWER + BYTES_A_LINK * sorted.length,
    };
  }

  /** How full the links were in the hours of the last week. */
  private async fullest(asked: CapacityAsked, endMs: number): Promise<Decoded<Fullest>> {
    const answer = await this.series.answer(requestOfWeek(asked, endMs));
    if (!answer.ok) {
      const isOurs = answer.refusal.field === 'interfaces';
      return isOurs ? { ok: false, refusal: { field: 'interface', reason: 'is the id of no interface' } } : answer;
    }
    const { series, groupCount } = answer.value;
    const lines = series.filter(({ others }) => others === null);
    const speeds = await this.speedsOf(lines.map(({ group }) => group));
    const links: Link[] = [];
    const turn = new Turn();
    for (const line of lines) {
      const speed = speeds.get(line.group);
      if (speed) links.push(linkOf(line, speed));
      await turn.pass();
    }
    links.sort(compareBusy);
    return {
      ok: true,
      value: {
        links: links.slice(0, asked.first),
        linkCount: groupCount,
        unknownSpeedCount: lines.length - links.length,
      },
    };
  }

  private async speedsOf(netIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.interfaces.byNetIds(netIds);
    return new Map(
      rows.flatMap(({ netId, speedBitsPerSecond }) => (speedBitsPerSecond ? [[netId, speedBitsPerSecond]] : [])),
    );
  }

  private async lookAhead(
    links: readonly Link[],
    asked: CapacityAsked,
    endMs: number,
  ): Promise<Decoded<LinkCapacity[]>> {
    const looked: LinkCapacity[] = [];
    const turn = new Turn();
    for (let first = 0; first < links.length; first += LINKS_AT_A_TIME) {
      const some = links.slice(first, first + LINKS_AT_A_TIME);
      const read = await this.ratesOf(some, endMs);
      if (!read.ok) return read;
      for (const link of some) {
        looked.push(capacityOf(link, read.value.get(link.netId) ?? [], endMs, asked));
        await turn.pass();
      }
    }
    return { ok: true, value: looked };
  }

  /** The hourly rates of links, both ways, by their ids. */
  private async ratesOf(links: readonly Link[], endMs: number): Promise<Decoded<ReadonlyMap<string | null, Ways>>> {
    const counters = DEFAULT_COUNTERS;
    const whose = {
      ...{ interfaces: links.map(({ netId }) => netId), filter: null, counters },
      grouping: { dimensions: ['interface'], labels: [] } as const,
    };
    const read = await this.hourly.read(whose, { startMs: endMs - DAYS_OF_HISTORY * 24 * HOUR_MS, endMs });
    if (!read.ok) return read;
    const waysOf = (rates: readonly Float64Array[]): Ways =>
      counters.map((counter, way) => ({ counter, rates: rates[way] ?? new Float64Array(0) }));
    return { ok: true, value: new Map(read.value.map(({ value, rates }) => [value, waysOf(rates)])) };
  }
}

function requestOfWeek({ interface: netId, filter }: CapacityAsked, endMs: number): SeriesRequest {
  return {
    interfaces: netId === null ? null : [netId],
    filter: netId === null ? uplinks(filter) : null,
    fromMs: endMs - WEEK_DAYS * 24 * HOUR_MS,
    toMs: endMs,
    points: MAX_POINTS,
    counters: DEFAULT_COUNTERS,
    grouping: { dimensions: ['interface'], labels: [] },
    measures: ['average'],
    top: { count: MAX_SERIES, by: 'p95', counter: null },
    compareMs: null,
  };
}

function uplinks(filter: CapacityAsked['filter']): NonNullable<CapacityAsked['filter']> {
  return filter?.classes != null || filter?.uplink != null ? filter : { ...filter, uplink: true };
}

function linkOf(line: GroupSeries, speedBitsPerSecond: number): Link {
  const { counter, p95PerSecond } = line
    .statistics()
    .reduce((one, other) => ((other.p95PerSecond ?? 0) > (one.p95PerSecond ?? 0) ? other : one));
  const share = p95PerSecond === null ? null : (p95PerSecond * 8) / speedBitsPerSecond;
  return { netId: line.group, speedBitsPerSecond, counter, p95PerSecond, share };
}
