import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../scalars.js';
import { connectionType } from '../types/page.type.js';
import { AlertLevelEnum, AlertResolutionEnum, AlertSeverityEnum, AlertStateEnum } from './alert.enums.js';

/** What an alert is of. */
@ObjectType('AlertSubject', { description: 'What an alert is of, as it was called then; it may be gone by now.' })
export class AlertSubjectType {
  @Field(() => AlertLevelEnum, { description: 'What it is.' })
  readonly level: string;

  @Field(() => ID, { description: 'Tells it apart from all others of its level.' })
  readonly key: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => ID, { nullable: true, description: 'Id of its host; null where it is of several.' })
  readonly hostId: string | null;

  @Field(() => String, { nullable: true, description: 'Name of its host; null where it is of several.' })
  readonly hostName: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the network that it is, or is on.' })
  readonly network: string | null;

  @Field(() => String, { nullable: true, description: 'The service, stack or workload that it is, or is part of.' })
  readonly service: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the container that it is, or is in.' })
  readonly containerId: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the interface that it is.' })
  readonly interfaceId: string | null;
}

/** Who takes care of an alert. */
@ObjectType('AlertAcknowledgement', { description: 'Who takes care of an alert.' })
export class AcknowledgementType {
  @Field(() => String, { description: 'Who.' })
  readonly by: string;

  @Field(() => DateTime, { description: 'Since when.' })
  readonly at: Date;

  @Field(() => String, { description: 'What they noted; empty where they noted nothing.' })
  readonly note: string;
}

/** One rule met by one subject; what is around it is resolved in alert.resolver.ts. */
@ObjectType('Alert', { description: 'A rule that something met, from when it was first seen until it is over.' })
export class AlertType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => ID, { description: 'Id of its rule, which may be gone by now.' })
  readonly ruleId: string;

  @Field(() => AlertSubjectType, { description: 'What it is of.' })
  readonly subject: AlertSubjectType;

  @Field(() => AlertSeverityEnum, { description: 'How much it matters.' })
  readonly severity: string;

  @Field(() => AlertStateEnum, { description: 'Where it is in its life.' })
  readonly state: string;

  @Field(() => String, { description: 'What is wrong, in a sentence.' })
  readonly sentence: string;

  @Field(() => DateTime, { description: 'Since when the condition was met.' })
  readonly since: Date;

  @Field(() => DateTime, { nullable: true, description: 'Since when it fires; null while it is PENDING.' })
  readonly firedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was over; null while it lasts.' })
  readonly resolvedAt: Date | null;

  @Field(() => AlertResolutionEnum, { nullable: true, description: 'Why it is over; null while it lasts.' })
  readonly resolution: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The worst so far, in bytes per second, % … as `unit` says; null where it is told of without a figure.',
  })
  readonly value: number | null;

  @Field(() => AcknowledgementType, {
    nullable: true,
    description: 'Who takes care of it; null where nobody does yet.',
  })
  readonly acknowledgement: AcknowledgementType | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the silence or the maintenance window that keeps it quiet; null where none does.',
  })
  readonly silencedBy: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the alert that explains it, so that it is quiet; null where none does.',
  })
  readonly inhibitedBy: string | null;
}

export const AlertConnection = connectionType(AlertType, 'Alert', 'alerts');

/** Alerts that belong together; what is in it is resolved in incident.resolver.ts. */
@ObjectType('Incident', { description: 'Alerts that belong together, of which people are told as one.' })
export class IncidentType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => DateTime, { description: 'When its first alert fired.' })
  readonly openedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When its last alert was over; null while one lasts.' })
  readonly resolvedAt: Date | null;

  @Field(() => AlertSeverityEnum, { description: 'The worst of its alerts.' })
  readonly severity: string;
}

export const IncidentConnection = connectionType(IncidentType, 'Incident', 'incidents');

/** How things stand. */
@ObjectType('AlertSummary', { description: 'How things stand: what fires now, and whether somebody looks.' })
export class AlertSummaryType {
  @Field(() => Int, { description: 'How many critical alerts fire that nobody takes care of and nothing keeps quiet.' })
  readonly critical: number;

  @Field(() => Int, { description: 'How many warnings do.' })
  readonly warning: number;

  @Field(() => Int, { description: 'How many alerts of severity INFO do.' })
  readonly info: number;

  @Field(() => Int, { description: 'How many alerts somebody takes care of.' })
  readonly acknowledged: number;

  @Field(() => Int, { description: 'How many alerts fire that a silence, a window or another alert keeps quiet.' })
  readonly silenced: number;

  @Field(() => DateTime, { nullable: true, description: 'When rules were looked at last; null where they never were.' })
  readonly evaluatedAt: Date | null;

  @Field(() => Boolean, { description: 'Whether rules are looked at now: within the last half minute.' })
  readonly isRunning: boolean;

  @Field(() => Int, { description: 'How many rules are switched on.' })
  readonly ruleCount: number;

  @Field(() => Int, { description: 'How many things are watched, each once for every rule that watches it.' })
  readonly watchedCount: number;

  @Field(() => Int, { description: 'How many channels are switched on.' })
  readonly channelCount: number;
}
