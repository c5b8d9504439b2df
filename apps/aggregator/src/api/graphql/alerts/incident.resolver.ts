import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { ListedAlert, ListedIncident } from '../../../query/alerts/alert.js';
import type { Delivery } from '../../../query/alerts/deliveries.js';
import { IncidentRepository } from '../../../query/alerts/incidents.js';
import { accepted } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { AFTER, FIRST, FIRST_NESTED, nestedFirst, pageOf } from '../page-args.js';
import { DateTime } from '../scalars.js';
import { type Connection, connectionOf } from '../types/page.type.js';
import { AlertSeverityEnum } from './alert.enums.js';
import { AlertType, IncidentConnection, IncidentType } from './alert.type.js';
import { DeliveryType } from './channel.type.js';

const NEWEST_FIRST = { by: 'opened', direction: 'descending' } as const;

@Resolver(() => IncidentType)
export class IncidentResolver {
  constructor(private readonly repository: IncidentRepository) {}

  @Query(() => IncidentConnection, { description: 'What people were told of as one, the newest first.' })
  incidents(
    @Args('open', { type: () => Boolean, nullable: true, description: 'Only those that last, or that are over.' })
    isOpen: boolean | null,
    @Args('severities', { type: () => [AlertSeverityEnum], nullable: true, description: 'Only those of these.' })
    severities: string[] | null,
    @Args('text', { type: () => String, nullable: true, description: 'Part of what one of their alerts says.' })
    text: string | null,
    @Args('from', {
      type: () => DateTime,
      nullable: true,
      description: 'Only those that lasted at this moment or later.',
    })
    from: Date | null,
    @Args('to', { type: () => DateTime, nullable: true, description: 'Only those that began before.' }) to: Date | null,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<ListedIncident> {
    const asked = {
      ...{ filter: {}, isOpen: isOpen ?? null, severities: severities ?? null, text: text ?? null },
      ...{ fromMs: from?.getTime() ?? null, toMs: to?.getTime() ?? null },
    };
    return connectionOf(accepted(this.repository.list(asked, pageOf(NEWEST_FIRST, 'opened', first, after))));
  }

  @Query(() => IncidentType, { nullable: true, description: 'One incident; null where the id is unknown.' })
  async incident(
    @Args('id', { type: () => ID, description: 'Id of the incident.' }) id: string,
    @Context('loaders') loaders: Loaders,
  ): Promise<ListedIncident | null> {
    return loaders.alerts.incident.load(id);
  }

  @ResolveField(() => String, { description: 'What its worst alert says, and how many more there are.' })
  async title(@Parent() { id }: ListedIncident, @Context('loaders') loaders: Loaders): Promise<string> {
    const facts = await loaders.alerts.factsOfIncident.load(id);
    if (!facts) return 'its alerts are no longer kept';
    return facts.alertCount === 1 ? facts.sentence : `${facts.sentence}, and ${facts.alertCount - 1} more`;
  }

  @ResolveField(() => Int, { description: 'How many alerts are in it.' })
  async alertCount(@Parent() { id }: ListedIncident, @Context('loaders') loaders: Loaders): Promise<number> {
    return (await loaders.alerts.factsOfIncident.load(id))?.alertCount ?? 0;
  }

  @ResolveField(() => [AlertType], { description: 'Its alerts, the newest first.' })
  alerts(
    @Parent() { id }: ListedIncident,
    @Args('first', FIRST_NESTED) first: number | null,
    @Context('loaders') loaders: Loaders,
  ): Promise<ListedAlert[]> {
    return loaders.alerts.alertsOfIncident(nestedFirst(first)).load(id);
  }

  @ResolveField(() => [DeliveryType], { description: 'What was told of it, the newest first, 100 at most.' })
  deliveries(@Parent() { id }: ListedIncident, @Context('loaders') loaders: Loaders): Promise<Delivery[]> {
    return loaders.alerts.deliveriesOfIncident.load(id);
  }
}
