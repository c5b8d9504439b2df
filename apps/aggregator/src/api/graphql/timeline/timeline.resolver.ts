import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import type { HostRow } from '../../../query/hosts.js';
import type { Stretch } from '../../../query/timeline/before-after.js';
import { BeforeAndAfterQuery } from '../../../query/timeline/before-after.query.js';
import type { TimelineEntry, TimelineKind, TimelineMark } from '../../../query/timeline/entry.js';
import { MOST_MARKS, TimelineQuery } from '../../../query/timeline/timeline.query.js';
import { accepted } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { AFTER, FIRST, pageOf } from '../page-args.js';
import { DateTime } from '../scalars.js';
import { FilterInput } from '../types/filter.input.js';
import { HostType } from '../types/host.type.js';
import { type Connection, connectionOf } from '../types/page.type.js';
import { timelineNewsSeen } from '../scope/timeline-news-seen.js';
import { TimelineWatch } from './timeline-watch.js';
import {
  BeforeAndAfterType,
  StretchRatesType,
  TimelineConnection,
  TimelineEntryType,
  TimelineKindEnum,
  TimelineMarkType,
} from './timeline.type.js';

const NEWEST_FIRST = { by: 'at', direction: 'descending' } as const;
const FILTER_OF_ENTRIES = {
  type: () => FilterInput,
  nullable: true,
  description:
    'Only what happened to what passes it, whether that is still there or not. Annotations of all hosts pass any.',
};
const KINDS = { type: () => [TimelineKindEnum], nullable: true, description: 'Only these kinds; left out, all.' };
const USUAL_MINUTES = 30;

@Resolver(() => TimelineEntryType)
export class TimelineResolver {
  constructor(
    private readonly query: TimelineQuery,
    private readonly around: BeforeAndAfterQuery,
    private readonly watch: TimelineWatch,
  ) {}

  @Query(() => TimelineConnection, {
    description: 'What happened, as one stream, the newest first: changes, deploys, alerts, patterns and annotations.',
  })
  timeline(
    @Args('filter', FILTER_OF_ENTRIES) filter: FilterInput | null,
    @Args('kinds', KINDS) kinds: TimelineKind[] | null,
    @Args('from', { type: () => DateTime, nullable: true, description: 'Nothing before.' }) from: Date | null,
    @Args('to', { type: () => DateTime, nullable: true, description: 'Only what is before.' }) to: Date | null,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<TimelineEntry> {
    const range = { fromMs: from?.getTime() ?? null, toMs: to?.getTime() ?? null };
    const asked = { filter: filter ?? {}, kinds: kinds ?? null, ...range };
    return connectionOf(accepted(this.query.list(asked, pageOf(NEWEST_FIRST, 'at', first, after))));
  }

  @Query(() => [TimelineMarkType], {
    description:
      `What happened in a range, as marks in a chart, the oldest first, ${MOST_MARKS} at most: where there is more, what is near ` +
      'each other of one kind is one mark.',
  })
  async timelineMarks(
    @Args('filter', FILTER_OF_ENTRIES) filter: FilterInput | null,
    @Args('kinds', KINDS) kinds: TimelineKind[] | null,
    @Args('from', { type: () => DateTime, description: 'Begin of the range.' }) from: Date,
    @Args('to', { type: () => DateTime, description: 'Its end, not included.' }) to: Date,
  ): Promise<readonly TimelineMark[]> {
    const asked = { filter: filter ?? {}, kinds: kinds ?? null, fromMs: from.getTime(), toMs: to.getTime() };
    return accepted(await this.query.marks(asked));
  }

  @Query(() => BeforeAndAfterType, {
    description:
      'What traffic was before a moment and after it: of containers, where the filter asks of such, else of uplinks, unless it says ' +
      'which interfaces count.',
  })
  async beforeAndAfter(
    @Args('at', { type: () => DateTime, description: 'The moment, in the past.' }) at: Date,
    @Args('host', { type: () => ID, nullable: true, description: 'Only of this host.' }) host: string | null,
    @Args('filter', { type: () => FilterInput, nullable: true, description: 'Only of what passes it.' })
    filter: FilterInput | null,
    @Args('minutes', {
      type: () => Int,
      nullable: true,
      defaultValue: USUAL_MINUTES,
      description: 'How many minutes on either side, 1 to 1440.',
    })
    minutes: number | null,
  ): Promise<BeforeAndAfterType> {
    const asked = {
      filter: { ...filter, ...(host == null ? {} : { hosts: [host] }) },
      ...{ atMs: at.getTime(), minutes: minutes ?? USUAL_MINUTES },
    };
    const { before, after, ratio, sentence } = accepted(await this.around.answer(asked, Date.now()));
    return { before: asRates(before), after: asRates(after), ratio, sentence };
  }

  @Subscription(() => [TimelineKindEnum], {
    description:
      'Kinds of which there are new or changed entries, once a second at most: ask for the first page again.',
    resolve: (kinds: readonly TimelineKind[]): readonly TimelineKind[] => kinds,
  })
  timelineChanged(): Promise<AsyncIterableIterator<readonly TimelineKind[]>> {
    return timelineNewsSeen(() => this.watch.subscribe(), this.query);
  }

  @ResolveField(() => HostType, { nullable: true, description: 'Its host; null where it is of several, or forgotten.' })
  host(@Parent() { hostId }: TimelineEntry, @Context('loaders') loaders: Loaders): Promise<HostRow | null> | null {
    return hostId === null ? null : loaders.hostByUuid.load(hostId);
  }
}

function asRates({ fromMs, toMs, perSecond }: Stretch): StretchRatesType {
  return {
    ...{ from: new Date(fromMs), to: new Date(toMs) },
    ...{ rxBytesPerSecond: perSecond.rxBytes, txBytesPerSecond: perSecond.txBytes },
    ...{ rxPacketsPerSecond: perSecond.rxPackets, txPacketsPerSecond: perSecond.txPackets },
    ...{ rxErrorsPerSecond: perSecond.rxErrors, txErrorsPerSecond: perSecond.txErrors },
    ...{ rxDroppedPerSecond: perSecond.rxDropped, txDroppedPerSecond: perSecond.txDropped },
  };
}
