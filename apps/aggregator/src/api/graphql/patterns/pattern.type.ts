import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type {
  PatternCategory,
  PatternClass,
  PatternEntityKind,
  PatternVerdict,
} from '../../../query/patterns/pattern.js';
import { DateTime } from '../scalars.js';
import { connectionType, sortType } from '../types/page.type.js';
import type { PatternOrder } from '../../../query/patterns/patterns.js';
import { PatternCategoryEnum, PatternClassEnum, PatternEntityKindEnum, PatternVerdictEnum } from './pattern.enums.js';

/** What a pattern is laid to. */
@ObjectType('PatternEntity', {
  description: 'What a pattern is laid to: the lowest of all that it showed on that explains it.',
})
export class PatternEntityType {
  @Field(() => PatternEntityKindEnum, { description: 'What it is.' })
  readonly kind: PatternEntityKind;

  @Field(() => ID, {
    description: 'Its id, by which `interface`, `container`, `network` or `host` answer it; it may be gone by now.',
  })
  readonly id: string;

  @Field(() => String, { description: 'Its name, as it was when the pattern was found.' })
  readonly name: string;

  @Field(() => ID, { description: 'Id of its host.' })
  readonly hostId: string;

  @Field(() => String, { description: 'Name of its host.' })
  readonly hostName: string;
}

/** Where else a pattern showed. */
@ObjectType('PatternSighting', {
  description: 'Where else a pattern showed, as its packets pass there too; it is not told of that again.',
})
export class PatternSightingType extends PatternEntityType {
  @Field(() => PatternClassEnum, { description: 'What it looked like there.' })
  readonly class: PatternClass;

  @Field(() => Float, { description: 'How strong it was there, from 0 to 1.' })
  readonly strength: number;
}

/** A figure that a pattern rests on. */
@ObjectType('PatternEvidence', { description: 'A figure that a pattern rests on.' })
export class PatternEvidenceType {
  @Field(() => String, { description: 'What it is, such as `peakBytesPerSecond`.' })
  readonly name: string;

  @Field(() => Float, { description: 'The figure, per second, in bytes … as `unit` says.' })
  readonly value: number;

  @Field(() => String, {
    description:
      'Its unit in words: `bytes`, `bytes per second`, `packets per second`, `bytes per packet`, `seconds`, `hours`, ' +
      '`ms since 1970`, `share` (of 1), `share per hour`, `times`, `standard deviations`, `yes (1) or no (0)`, `count`.',
  })
  readonly unit: string;
}

/** Something that was found in traffic; what is around it is resolved in pattern.resolver.ts. */
@ObjectType('Pattern', { description: 'Something that was found in traffic, named and explained.' })
export class PatternType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => PatternClassEnum, { description: 'What it is. It may become another one while it lasts.' })
  readonly class: PatternClass;

  @Field(() => PatternCategoryEnum, { description: 'What kind of matter it is.' })
  readonly category: PatternCategory;

  @Field(() => DateTime, { description: 'When it began.' })
  readonly startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it lasts.' })
  readonly endedAt: Date | null;

  @Field(() => DateTime, { description: 'When it was told of last.' })
  readonly lastSeenAt: Date;

  @Field(() => Float, {
    description:
      'How strong it is, from 0 to 1: 0.3 at the limit, 0.65 at twice that, less where it is not sure what is usual; from 0.7 on ' +
      'it is worth telling somebody who did not ask. 0 = it was taken back, which only those hear who knew of it.',
  })
  readonly strength: number;

  @Field(() => String, { description: 'A sentence for people; times of day are UTC.' })
  readonly sentence: string;

  @Field(() => Int, { description: 'How often it came back since it began, within minutes each time.' })
  readonly repeats: number;

  @Field(() => PatternVerdictEnum, {
    name: 'feedback',
    nullable: true,
    description: 'What somebody said of it, or of its like before; null where nobody did.',
  })
  readonly verdict: PatternVerdict | null;
}

export const PatternConnection = connectionType(PatternType, 'Pattern', 'patterns');

export const PatternSort = sortType<PatternOrder>('Pattern', 'patterns', {
  STARTED: ['started', 'By when they began.'],
  LAST_SEEN: ['lastSeen', 'By when they were told of last.'],
  STRENGTH: ['strength', 'By how strong they are, then by when they began.'],
  HOST: ['host', 'By name of the host, then by when they began.'],
});

/** In which hours of the week patterns of a class begin. */
@ObjectType('PatternHours', { description: 'In which hours of the week patterns of a class begin.' })
export class PatternHoursType {
  @Field(() => PatternClassEnum, { description: 'The class.' })
  readonly class: PatternClass;

  @Field(() => PatternCategoryEnum, { description: 'What kind of matter it is.' })
  readonly category: PatternCategory;

  @Field(() => [Int], {
    description: 'How many began in each of the 168 hours of the week; the first is that from Monday 0:00 on.',
  })
  readonly counts: readonly number[];
}

/** How the analysis keeps up. */
@ObjectType('Analysis', { description: 'How the analysis, which finds patterns, keeps up; all partitions together.' })
export class AnalysisType {
  @Field(() => DateTime, {
    nullable: true,
    description: 'Of when this is; null where no process of the role `analyse` ever ran.',
  })
  readonly at: Date | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How many ms after it was counted traffic is analysed, of the partition that is furthest behind; null = unknown.',
  })
  readonly lagMilliseconds: number | null;

  @Field(() => Int, { description: 'How many interfaces are analysed.' })
  readonly seriesCount: number;

  @Field(() => Int, {
    description:
      'How many of them are looked at less often than they should be, since there are too many; uplinks come first.',
  })
  readonly thinnedCount: number;

  @Field(() => Boolean, { description: 'Whether any are.' })
  readonly isThinned: boolean;

  @Field(() => DateTime, { nullable: true, description: 'Since when; null where none are.' })
  readonly since: Date | null;

  @Field(() => Boolean, {
    description: 'Whether somebody analyses at all: all of it was told of within the last minute.',
  })
  readonly isRunning: boolean;
}
