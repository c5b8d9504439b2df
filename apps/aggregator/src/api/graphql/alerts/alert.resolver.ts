import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { figureOf } from '../../../alert/rule/figures.js';
import { limitOf, type Rule } from '../../../alert/rule/rule.js';
import { AlertRepository } from '../../../query/alerts/alerts.js';
import type { ListedAlert, ListedIncident } from '../../../query/alerts/alert.js';
import type { HostRow } from '../../../query/hosts.js';
import { accepted } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { AFTER, FIRST, pageOf } from '../page-args.js';
import { HostType } from '../types/host.type.js';
import { Label, labelsOf } from '../types/label.type.js';
import { type Connection, connectionOf } from '../types/page.type.js';
import { AlertsArgs, asAlertsAsked } from './alert.args.js';
import { AcknowledgementType, AlertConnection, AlertSubjectType, AlertType, IncidentType } from './alert.type.js';
import { ruleOf } from './as-rule.js';
import { whyQuiet } from './why-quiet.js';

const NEWEST_FIRST = { by: 'began', direction: 'descending' } as const;

@Resolver(() => AlertType)
export class AlertResolver {
  constructor(private readonly repository: AlertRepository) {}

  @Query(() => AlertConnection, {
    description: 'What rules were met by, the newest first: those that fired, unless states are named.',
  })
  alerts(
    @Args() args: AlertsArgs,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<ListedAlert> {
    return connectionOf(
      accepted(this.repository.list(asAlertsAsked(args), pageOf(NEWEST_FIRST, 'began', first, after))),
    );
  }

  @ResolveField(() => String, { description: 'Name of its rule; its id where the rule is gone.' })
  async ruleName(@Parent() alert: ListedAlert, @Context('loaders') loaders: Loaders): Promise<string> {
    return (await this.rule(alert, loaders))?.name ?? alert.ruleId;
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Unit of `value`: `B/s`, `/s`, `%`, `ms`, `s`, `days`, `B`; null where it has none, or its rule is gone.',
  })
  async unit(@Parent() alert: ListedAlert, @Context('loaders') loaders: Loaders): Promise<string | null> {
    const rule = await this.rule(alert, loaders);
    const limit = rule && limitOf(rule.condition);
    if (!limit) return null;
    return limit.ofFigure === null ? figureOf(limit.figure).unit || null : '%';
  }

  @ResolveField(() => String, { nullable: true, description: 'What to do: a link of its rule.' })
  async runbookUrl(@Parent() alert: ListedAlert, @Context('loaders') loaders: Loaders): Promise<string | null> {
    return (await this.rule(alert, loaders))?.runbookUrl ?? null;
  }

  @ResolveField(() => [Label], { description: 'Labels of its rule.' })
  async labels(@Parent() alert: ListedAlert, @Context('loaders') loaders: Loaders): Promise<Label[]> {
    return labelsOf((await this.rule(alert, loaders))?.labels ?? {});
  }

  @ResolveField(() => AlertSubjectType, { description: 'What it is of.' })
  subject(@Parent() { subject }: ListedAlert): AlertSubjectType {
    return { ...subject, interfaceId: subject.level === 'interface' ? subject.key : null };
  }

  @ResolveField(() => AcknowledgementType, {
    nullable: true,
    description: 'Who takes care of it; null where nobody does yet.',
  })
  acknowledgement(@Parent() { acknowledged }: ListedAlert): AcknowledgementType | null {
    return acknowledged && { by: acknowledged.by, at: new Date(acknowledged.atMs), note: acknowledged.note };
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Why it is quiet, in a sentence; null where nothing keeps it so.',
  })
  whyQuiet(@Parent() alert: ListedAlert, @Context('loaders') loaders: Loaders): Promise<string | null> {
    return whyQuiet(alert, loaders.alerts);
  }

  @ResolveField(() => IncidentType, { nullable: true, description: 'What it is part of; null until people are told.' })
  incident(
    @Parent() { incidentId }: ListedAlert,
    @Context('loaders') loaders: Loaders,
  ): Promise<ListedIncident | null> | null {
    return incidentId === null ? null : loaders.alerts.incident.load(incidentId);
  }

  @ResolveField(() => HostType, { nullable: true, description: 'Its host; null where it is of several, or forgotten.' })
  host(@Parent() { hostId }: ListedAlert, @Context('loaders') loaders: Loaders): Promise<HostRow | null> | null {
    return hostId === null ? null : loaders.hostByUuid.load(hostId);
  }

  private async rule({ ruleId }: ListedAlert, loaders: Loaders): Promise<Rule | null> {
    const row = await loaders.alerts.rule.load(ruleId);
    return row && ruleOf(row);
  }
}
