import { Args, Float, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { InterfaceRepository, type InterfaceRow } from '../../../query/interfaces.js';
import { MOST_LINKS, type LinkCapacity } from '../../../query/outlook/capacity.js';
import { CapacityQuery } from '../../../query/outlook/capacity.query.js';
import { accepted } from '../errors.js';
import type { FilterInput } from '../types/filter.input.js';
import { FILTER } from '../page-args.js';
import { CapacityType, type LinkCapacityType } from './capacity.type.js';

const DEFAULT_LINKS = 20;
const DEFAULT_HORIZON_DAYS = 90;
const DEFAULT_PERCENT = 80;

@Resolver()
export class CapacityResolver {
  constructor(
    private readonly query: CapacityQuery,
    private readonly interfaces: InterfaceRepository,
  ) {}

  @Query(() => CapacityType, {
    description:
      'When links are full, as their busy hours grow: of the uplinks that pass a filter those that were fullest in the last week, ' +
      'or of one interface. Answered once a minute for all who ask the same.',
  })
  async capacity(
    @Args('filter', FILTER) filter: FilterInput | null,
    @Args('interface', { type: () => ID, nullable: true, description: 'Id of an interface; excludes `filter`.' })
    netId: string | null,
    @Args('first', {
      type: () => Int,
      nullable: true,
      defaultValue: DEFAULT_LINKS,
      description: `At most so many links, 1 to ${MOST_LINKS}.`,
    })
    first: number | null,
    @Args('horizonDays', {
      type: () => Int,
      nullable: true,
      defaultValue: DEFAULT_HORIZON_DAYS,
      description: 'How many days ahead are looked at, 1 to 365.',
    })
    horizonDays: number | null,
    @Args('percent', {
      type: () => Float,
      nullable: true,
      defaultValue: DEFAULT_PERCENT,
      description: 'From which share of its speed on a link is full, in percent.',
    })
    percent: number | null,
  ): Promise<CapacityType> {
    const asked = {
      ...{ filter: filter ?? null, interface: netId ?? null, first: first ?? DEFAULT_LINKS },
      ...{ horizonDays: horizonDays ?? DEFAULT_HORIZON_DAYS, share: (percent ?? DEFAULT_PERCENT) / 100 },
    };
    const { links, ...counts } = accepted(await this.query.answer(asked));
    const rows = await this.interfaces.byNetIds(links.map(({ netId: id }) => id));
    const rowOf = new Map(rows.map((row) => [row.netId, row]));
    return {
      ...counts,
      links: links.flatMap((link) => {
        const row = rowOf.get(link.netId);
        return row ? [asLink(link, row)] : [];
      }),
    };
  }
}

function asLink(link: LinkCapacity, uplink: InterfaceRow): LinkCapacityType {
  const { counter, speedBitsPerSecond, p95PerSecond, share, outlook, daysLeft, daysLeftLow, daysLeftHigh, sentence } =
    link;
  return {
    ...{ uplink, counter, speedBitsPerSecond, p95PerSecond, utilisationPercent: Math.round(share * 1e4) / 100 },
    ...{ state: outlook.kind, fullAt: outlook.atMs === null ? null : new Date(outlook.atMs) },
    ...{ daysLeft, low: daysLeftLow, high: daysLeftHigh, sentence },
    likelihoodPercent: Math.round(outlook.strength * 1e3) / 10,
  };
}
