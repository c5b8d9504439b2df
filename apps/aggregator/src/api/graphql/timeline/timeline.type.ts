import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AlertSeverityEnum } from '../alerts/alert.enums.js';
import { FieldRefusalType, REFUSALS } from '../alerts/refusal.type.js';
import { DateTime } from '../scalars.js';
import { connectionType } from '../types/page.type.js';

export const TimelineKindEnum = {
  CHANGE: 'change',
  DEPLOY: 'deploy',
  ALERT: 'alert',
  PATTERN: 'pattern',
  ANNOTATION: 'annotation',
} as const;
registerEnumType(TimelineKindEnum, {
  name: 'TimelineKind',
  description: 'What an entry of the timeline is.',
  valuesMap: {
    CHANGE: { description: 'A change on a host, as `events` has them.' },
    DEPLOY: { description: 'Containers of one service that were replaced, or started together.' },
    ALERT: { description: 'An alert that fired.' },
    PATTERN: { description: 'Something that was found in traffic.' },
    ANNOTATION: { description: 'A note that somebody wrote.' },
  },
});

/** Containers of one service that were started together. */
@ObjectType('Deploy', {
  description: 'Containers of one service, stack/service or workload, that were started together.',
})
export class DeployType {
  @Field(() => String, {
    description: 'The service as `stack/service`, or the workload as `namespace/Deployment/web`.',
  })
  readonly service: string;

  @Field(() => String, { nullable: true, description: 'The image that is run now; null = unknown.' })
  readonly image: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The image that was run before; null where that is the same, unknown, or there was none.',
  })
  readonly imageBefore: string | null;

  @Field(() => Int, { description: 'How many containers were started.' })
  readonly containerCount: number;

  @Field(() => [ID], { description: 'Ids of the hosts on which.' })
  readonly hostIds: readonly string[];
}

/** One entry; the thing itself is found by its id. */
@ObjectType('TimelineEntry', { description: 'Something that happened.' })
export class TimelineEntryType {
  @Field(() => ID, {
    description: 'Its id: of an alert, a pattern or an annotation the one by which it is asked for.',
  })
  readonly id: string;

  @Field(() => TimelineKindEnum, { description: 'What it is.' })
  readonly kind: string;

  @Field(() => DateTime, { description: 'When it happened, or began.' })
  readonly at: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null where it lasts, or is of a moment.' })
  readonly until: Date | null;

  @Field(() => String, { description: 'A sentence for people.' })
  readonly text: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What of its kind it is: `interface.mtu` of a change, `level shift` of a pattern, the rule of an alert; null of the others.',
  })
  readonly what: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'What it happened to: of a change as in `Event.subject`, of a pattern as in `PatternEntity.id`; else null.',
  })
  readonly subject: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of its host; null where it is of several, or of all.' })
  readonly hostId: string | null;

  @Field(() => String, { nullable: true, description: 'Name of its host; null where it is of several, or of all.' })
  readonly hostName: string | null;

  @Field(() => AlertSeverityEnum, { nullable: true, description: 'Of an alert; null of the others.' })
  readonly severity: string | null;

  @Field(() => String, { nullable: true, description: 'Who wrote an annotation; null of the others.' })
  readonly author: string | null;

  @Field(() => DeployType, { nullable: true, description: 'Of a deploy; null of the others.' })
  readonly deploy: DeployType | null;
}

export const TimelineConnection = connectionType(TimelineEntryType, 'Timeline', 'entries');

@ObjectType('TimelineMark', { description: 'An entry of the timeline, or several of one kind, as a mark in a chart.' })
export class TimelineMarkType {
  @Field(() => DateTime, { description: 'When it happened, or the first of them did.' })
  readonly at: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it ended, or the last of them began; null where it lasts, or is of a moment.',
  })
  readonly until: Date | null;

  @Field(() => TimelineKindEnum, { description: 'What it is.' })
  readonly kind: string;

  @Field(() => String, { description: 'A sentence for people: of several, that of the newest.' })
  readonly title: string;

  @Field(() => Int, { description: 'How many entries it stands for.' })
  readonly count: number;

  @Field(() => ID, { nullable: true, description: 'Id of the entry; null where it stands for several.' })
  readonly id: string | null;
}

/** Traffic of a stretch of time. */
@ObjectType('StretchRates', {
  description: 'Average traffic of a stretch of time; all null where nothing is known of it.',
})
export class StretchRatesType {
  @Field(() => DateTime, { description: 'From when on.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'Until when.' })
  readonly to: Date;

  @Field(() => Float, { nullable: true, description: 'Bytes per second received.' })
  readonly rxBytesPerSecond: number | null;

  @Field(() => Float, { nullable: true, description: 'Bytes per second sent.' })
  readonly txBytesPerSecond: number | null;

  @Field(() => Float, { nullable: true, description: 'Packets per second received.' })
  readonly rxPacketsPerSecond: number | null;

  @Field(() => Float, { nullable: true, description: 'Packets per second sent.' })
  readonly txPacketsPerSecond: number | null;

  @Field(() => Float, { nullable: true, description: 'Errors per second receiving.' })
  readonly rxErrorsPerSecond: number | null;

  @Field(() => Float, { nullable: true, description: 'Errors per second sending.' })
  readonly txErrorsPerSecond: number | null;

  @Field(() => Float, { nullable: true, description: 'Drops per second receiving.' })
  readonly rxDroppedPerSecond: number | null;

  @Field(() => Float, { nullable: true, description: 'Drops per second sending.' })
  readonly txDroppedPerSecond: number | null;
}

@ObjectType('BeforeAndAfter', { description: 'Traffic before a moment and after it.' })
export class BeforeAndAfterType {
  @Field(() => StretchRatesType, { description: 'Before.' })
  readonly before: StretchRatesType;

  @Field(() => StretchRatesType, { description: 'After, as far as it is over.' })
  readonly after: StretchRatesType;

  @Field(() => Float, {
    nullable: true,
    description: 'How many times as many bytes per second passed afterwards; null where nothing did before.',
  })
  readonly ratio: number | null;

  @Field(() => String, { description: 'What changed, in a sentence.' })
  readonly sentence: string;
}

@ObjectType('Annotation', { description: 'A note that somebody wrote into the timeline.' })
export class AnnotationType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => DateTime, { description: 'Of when it is.' })
  readonly at: Date;

  @Field(() => DateTime, { nullable: true, description: 'Until when; null where it is of a moment.' })
  readonly until: Date | null;

  @Field(() => ID, { nullable: true, description: 'Id of the host that it is of; null = of all.' })
  readonly hostId: string | null;

  @Field(() => String, { description: 'The note.' })
  readonly text: string;

  @Field(() => String, { description: 'Who wrote it.' })
  readonly author: string;

  @Field(() => DateTime, { description: 'When it was written.' })
  readonly createdAt: Date;
}

@ObjectType('AnnotationResult', { description: 'A note that was written, or what is wrong with it.' })
export class AnnotationResult {
  @Field(() => AnnotationType, { nullable: true, description: 'The note; null where it was not written.' })
  readonly annotation: AnnotationType | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}
