import { Args, Float, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { InterfaceRepository, type InterfaceRow } from '../../../query/interfaces.js';
import { MOST_LINKS, type LinkCapacity } from '../../../query/outlook/capacity.js';
import { CapacityQuery } from '../../../query/outlook/capacity.query.js';
import { capacityAsked, DEFAULT_HORIZON_DAYS, DEFAULT_LINKS, DEFAULT_PERCENT } from '../../outlook/capacity-asked.js';
import { figuresOf } from '../../outlook/link-capacity.type.js';
import { withInterfaces } from '../../outlook/link-rows.js';
import { accepted } from '../errors.js';
import type { FilterInput } from '../types/filter.input.js';
import { FILTER } from '../page-args.js';
import { CapacityType, type LinkCapacityType } from './capacity.type.js';

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
    const given = { filter: filter ?? null, interface: netId ?? null, first, horizonDays, percent };
    const { links, ...counts } = accepted(await this.query.answer(capacityAsked(given)));
    const asLink = (link: LinkCapacity, uplink: InterfaceRow): LinkCapacityType => ({ uplink, ...figuresOf(link) });
    return { ...counts, links: await withInterfaces(this.interfaces, links, asLink) };
  }
}
