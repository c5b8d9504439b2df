import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { EventRepository, type EventRow } from '../../../query/events.js';
import type { HostRow } from '../../../query/hosts.js';
import { accepted } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { AFTER, FILTER, FIRST, pageOf } from '../page-args.js';
import { DateTime } from '../scalars.js';
import { EventConnection } from '../types/connections.js';
import { EventType, KINDS_DESCRIPTION } from '../types/event.type.js';
import type { FilterInput } from '../types/filter.input.js';
import { HostType } from '../types/host.type.js';
import { type Connection, connectionOf } from '../types/page.type.js';

const NEWEST_FIRST = { by: 'at', direction: 'descending' } as const;

@Resolver(() => EventType)
export class EventResolver {
  constructor(private readonly repository: EventRepository) {}

  @Query(() => EventConnection, {
    description:
      'The timeline of changes of all hosts, newest first. A filter for interfaces, networks or containers finds what changed of ' +
      'those that match, whether they are still there or not.',
  })
  events(
    @Args('filter', FILTER) filter: FilterInput | null,
    @Args('kinds', {
      type: () => [String],
      nullable: true,
      description: KINDS_DESCRIPTION,
    })
    kinds: string[] | null,
    @Args('from', { type: () => DateTime, nullable: true, description: 'Nothing before.' }) from: Date | null,
    @Args('to', { type: () => DateTime, nullable: true, description: 'Only what is before.' }) to: Date | null,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<EventRow> {
    const range = { fromMs: from?.getTime() ?? null, toMs: to?.getTime() ?? null };
    const asked = { filter: filter ?? {}, kinds: kinds ?? null, ...range };
    return connectionOf(accepted(this.repository.list(asked, pageOf(NEWEST_FIRST, 'at', first, after))));
  }

  @ResolveField(() => HostType, { nullable: true, description: 'Its host; null where that was just forgotten.' })
  host(@Parent() { hostId }: Pick<EventRow, 'hostId'>, @Context('loaders') loaders: Loaders): Promise<HostRow | null> {
    return loaders.hostByUuid.load(hostId);
  }
}
