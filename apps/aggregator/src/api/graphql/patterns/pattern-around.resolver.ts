import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type EventRow, EventRepository } from '../../../query/events.js';
import { InterfaceRepository } from '../../../query/interfaces.js';
import { requestOf } from '../../../query/outlook/line.js';
import { around } from '../../../query/patterns/around.js';
import { BaselineQuery } from '../../../query/patterns/baseline.query.js';
import { CompanionQuery, MOST_COMPANIONS } from '../../../query/patterns/companions.js';
import type { PatternRow } from '../../../query/patterns/pattern.js';
import { MAX_POINTS } from '../../../query/series.js';
import { SeriesQuery } from '../../../query/series.query.js';
import { asSeriesResult } from '../as-series.js';
import { accepted } from '../errors.js';
import { asBand } from '../outlook/as-band.js';
import { BaselineBandType } from '../outlook/baseline.type.js';
import { EventType } from '../types/event.type.js';
import { SeriesResult } from '../types/series.type.js';
import { PatternCompanionType } from './pattern-around.type.js';
import { PatternType } from './pattern.type.js';

const POINTS = {
  type: () => Int,
  nullable: true,
  defaultValue: MAX_POINTS,
  description: `The most points to answer, 1 to ${MAX_POINTS}.`,
};
const MOST_CHANGES = 10;
/** What it took to take effect, and a little after, for a start is known to the sample only. */
const CHANGED_BEFORE_MS = 15 * 60_000;
const CHANGED_AFTER_MS = 30_000;

/** What was around a pattern: its traffic, what moved with it, what was changed before it. */
@Resolver(() => PatternType)
export class PatternAroundResolver {
  constructor(
    private readonly rates: SeriesQuery,
    private readonly baseline: BaselineQuery,
    private readonly companions: CompanionQuery,
    private readonly interfaces: InterfaceRepository,
    private readonly events: EventRepository,
  ) {}

  @ResolveField(() => SeriesResult, {
    nullable: true,
    description:
      'Bytes per second of the interface whose figures it rests on, from as long before it as it lasts (half an hour at least, a ' +
      'week at most) to as long after; null where that interface was forgotten.',
  })
  async series(
    @Parent() pattern: PatternRow,
    @Args('points', POINTS) points: number | null,
  ): Promise<SeriesResult | null> {
    const { netId } = pattern;
    if (netId === null) return null;
    const { fromMs, toMs } = around(pattern, Date.now());
    const line = { interface: netId, host: null, filter: null, counter: null };
    return asSeriesResult(accepted(await this.rates.answer(requestOf(line, fromMs, toMs, points ?? MAX_POINTS))));
  }

  @ResolveField(() => BaselineBandType, {
    nullable: true,
    description:
      'What is usual for that interface at these times, as it is known by now; null where that is not known yet. As many bytes per ' +
      'second of both ways together as `series` has of each.',
  })
  async band(
    @Parent() pattern: PatternRow,
    @Args('points', POINTS) points: number | null,
  ): Promise<BaselineBandType | null> {
    const { netId } = pattern;
    if (netId === null) return null;
    const asked = { netId, ...around(pattern, Date.now()), points: points ?? MAX_POINTS };
    return asBand(accepted(await this.baseline.band(asked)));
  }

  @ResolveField(() => [PatternCompanionType], {
    description:
      `Which other interfaces moved with it, sooner or later: of its host, its network or its service, ${MOST_COMPANIONS} at most, the ` +
      'closest first; none where that may as well be chance.',
  })
  async movedWith(@Parent() pattern: PatternRow): Promise<PatternCompanionType[]> {
    const found = await this.companions.of(pattern);
    const rows = new Map(
      (await this.interfaces.byNetIds(found.map(({ netId }) => netId))).map((row) => [row.netId, row]),
    );
    return found.flatMap(({ netId, strength, lagMs, chance }) => {
      const row = rows.get(netId);
      return row ? [{ interface: row, correlation: strength, lagMilliseconds: lagMs, chance }] : [];
    });
  }

  @ResolveField(() => [EventType], {
    description: `What was changed on its host in the quarter of an hour before it began, newest first, ${MOST_CHANGES} at most.`,
  })
  async changesBefore(@Parent() { hostUuid, startedAt }: PatternRow): Promise<readonly EventRow[]> {
    const startMs = startedAt.getTime();
    const list = this.events.list(
      {
        filter: { hosts: [hostUuid] },
        kinds: null,
        fromMs: startMs - CHANGED_BEFORE_MS,
        toMs: startMs + CHANGED_AFTER_MS,
      },
      { by: 'at', descending: true, first: MOST_CHANGES, after: null },
    );
    return (await accepted(list).page()).rows;
  }
}
