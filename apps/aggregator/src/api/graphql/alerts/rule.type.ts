import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { PatternCategoryEnum, PatternClassEnum } from '../patterns/pattern.enums.js';
import { DateTime } from '../scalars.js';
import { Label } from '../types/label.type.js';
import { AlertGroupingEnum, AlertLevelEnum, AlertSeverityEnum, AnomalyScoreEnum } from './alert.enums.js';
import { FilterJson } from './json.scalars.js';
import { FieldRefusalType, REFUSALS } from './refusal.type.js';

const LIMIT = 'in bytes per second, %, seconds … as `alertFigures` says of the figure';

@ObjectType('AlertThreshold', { description: 'A limit to a figure, or to its share in another one.' })
export class ThresholdType {
  @Field(() => String, { description: 'The figure, one of `alertFigures`.' })
  readonly figure: string;

  @Field(() => String, { nullable: true, description: 'What it is a share of, as %; null where it is meant itself.' })
  readonly ofFigure: string | null;

  @Field(() => Float, { description: `Under so much of \`ofFigure\` the share means nothing; ${LIMIT}.` })
  readonly floor: number;

  @Field(() => Float, { nullable: true, description: `Met above this, ${LIMIT}; null where it is met below.` })
  readonly above: number | null;

  @Field(() => Float, { nullable: true, description: `Met below this, ${LIMIT}; null where it is met above.` })
  readonly below: number | null;

  @Field(() => Float, { nullable: true, description: `What must be reached again, ${LIMIT}; null = the limit itself.` })
  readonly clear: number | null;
}

@ObjectType('AlertAbsence', { description: 'Nothing came for so long, while others were heard.' })
export class AbsenceType {
  @Field(() => Float, { description: 'After how many seconds.' })
  readonly afterSeconds: number;
}

@ObjectType('AlertChange', { description: 'Something was changed.' })
export class ChangeType {
  @Field(() => [String], { description: 'Kinds of changes: `interface.mtu`, `container.*`, `*`.' })
  readonly changes: readonly string[];
}

@ObjectType('AlertPattern', {
  description: 'A pattern was found; any, where neither classes nor categories are named.',
})
export class PatternFoundType {
  @Field(() => [PatternClassEnum], { description: 'Of these classes.' })
  readonly classes: readonly string[];

  @Field(() => [PatternCategoryEnum], { description: 'Or of these categories.' })
  readonly categories: readonly string[];

  @Field(() => Float, { description: 'At least so strong, from 0 to 1.' })
  readonly strength: number;
}

@ObjectType('AlertAnomaly', { description: 'Traffic behaves as it hardly ever does.' })
export class AnomalyType {
  @Field(() => AnomalyScoreEnum, { description: 'The score.' })
  readonly score: string;

  @Field(() => Float, { description: 'Met above this, from 0.5 to 1: 0.999 is one sample in a thousand.' })
  readonly above: number;
}

@ObjectType('AlertForecast', { description: 'The forecast says that the link fills.' })
export class OutlookType {
  @Field(() => Float, { description: 'Within how many days.' })
  readonly withinDays: number;
}

/** What is watched, when it is an alert, and what is told of it; of the conditions exactly one is given. */
@ObjectType('AlertRule', {
  description:
    'What is watched, when it is an alert, and what is told of it. Of `threshold`, `absence`, `change`, `pattern`, `anomaly` and ' +
    '`forecast` exactly one is given: the condition.',
})
export class AlertRuleType {
  @Field(() => ID, { description: 'Names the rule for good: in files, in links.' })
  readonly id: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => Boolean, { description: 'Whether it is looked at.' })
  readonly isEnabled: boolean;

  @Field(() => AlertSeverityEnum, { description: 'How much its alerts matter.' })
  readonly severity: string;

  @Field(() => AlertLevelEnum, { description: 'Each of these that the scope matches is watched by itself.' })
  readonly per: string;

  @Field(() => FilterJson, { description: 'Which of them; empty = all.' })
  readonly scope: object;

  @Field(() => ThresholdType, { nullable: true, description: 'A limit to a figure.' })
  readonly threshold: ThresholdType | null;

  @Field(() => AbsenceType, { nullable: true, description: 'Silence.' })
  readonly absence: AbsenceType | null;

  @Field(() => ChangeType, { nullable: true, description: 'A change.' })
  readonly change: ChangeType | null;

  @Field(() => PatternFoundType, { nullable: true, description: 'A pattern.' })
  readonly pattern: PatternFoundType | null;

  @Field(() => AnomalyType, { nullable: true, description: 'An anomaly.' })
  readonly anomaly: AnomalyType | null;

  @Field(() => OutlookType, { nullable: true, description: 'A link that fills.' })
  readonly forecast: OutlookType | null;

  @Field(() => Float, { description: 'For how many seconds the condition must hold.' })
  readonly forSeconds: number;

  @Field(() => Float, {
    description: 'For how many seconds it must be over; of changes, for how many seconds each is shown.',
  })
  readonly keepFiringSeconds: number;

  @Field(() => [Label], { description: 'Its labels.' })
  readonly labels: readonly Label[];

  @Field(() => String, { nullable: true, description: 'What to do when it fires; null where no link is given.' })
  readonly runbookUrl: string | null;

  @Field(() => AlertGroupingEnum, { description: 'What its alerts are one incident by.' })
  readonly groupBy: string;

  @Field(() => [String], { description: 'Names of channels that are told; none = those that take all alerts.' })
  readonly channels: readonly string[];

  @Field(() => String, { nullable: true, description: 'A sentence of its own, a template; null = the usual one.' })
  readonly message: string | null;

  @Field(() => String, { description: 'When it is met, in words: `CPU above 80 % for 10 min`.' })
  readonly summary: string;

  @Field(() => Boolean, { description: 'Whether weir brought it along.' })
  readonly isDefault: boolean;

  @Field(() => DateTime, { description: 'When it was changed last.' })
  readonly updatedAt: Date;

  @Field(() => Int, { description: 'How many alerts of it fire now.' })
  readonly firingCount: number;

  @Field(() => [FieldRefusalType], {
    description:
      'Why this version of weir does not run it; empty where it does. Its fields are then those that could be read.',
  })
  readonly faults: readonly FieldRefusalType[];
}

@ObjectType('AlertRuleResult', { description: 'A rule that was saved, or what is wrong with it.' })
export class AlertRuleResult {
  @Field(() => AlertRuleType, { nullable: true, description: 'The rule as it is now; null where it was not saved.' })
  readonly rule: AlertRuleType | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

@ObjectType('AlertRulesResult', { description: 'Rules that were taken from a file, or what is wrong with that.' })
export class AlertRulesResult {
  @Field(() => [AlertRuleType], { description: 'The rules of the file as they are now; none where it was not taken.' })
  readonly rules: readonly AlertRuleType[];

  @Field(() => Int, { description: 'How many rules were deleted that the file does not name.' })
  readonly deletedCount: number;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

@ObjectType('AlertFigure', { description: 'A figure that a rule can set a limit to.' })
export class AlertFigureType {
  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => String, { description: 'What a sentence calls it.' })
  readonly title: string;

  @Field(() => String, { description: 'Its unit: `B/s`, `/s`, `%`, `ms`, `s`, `days`, `B`, or none.' })
  readonly unit: string;

  @Field(() => [AlertLevelEnum], { description: 'What it is known of.' })
  readonly levels: readonly string[];
}

@ObjectType('AlertPreviewTime', { description: 'One time that a rule would have fired.' })
export class AlertPreviewTimeType {
  @Field(() => ID, { description: 'What it would have been of, as `AlertSubject.key`.' })
  readonly key: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => DateTime, { description: 'When it would have fired.' })
  readonly firedAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it would have been over; null where it would still fire.',
  })
  readonly resolvedAt: Date | null;

  @Field(() => Float, { nullable: true, description: `The worst figure of that time, ${LIMIT}; null of a change.` })
  readonly worst: number | null;
}

@ObjectType('AlertPreview', { description: 'How often a rule would have fired, had it been there.' })
export class AlertPreviewType {
  @Field(() => Int, { description: 'How many things it would have watched.' })
  readonly subjectCount: number;

  @Field(() => Int, { description: 'How often it would have fired.' })
  readonly count: number;

  @Field(() => Int, { description: 'How many of those things it would have fired of.' })
  readonly firedSubjectCount: number;

  @Field(() => [AlertPreviewTimeType], { description: 'When, the newest first, 100 at most.' })
  readonly times: readonly AlertPreviewTimeType[];

  @Field(() => [FieldRefusalType], { description: 'Why it cannot be told; empty where it is.' })
  readonly refusals: readonly FieldRefusalType[];
}
