import { Field, Float, ID, InputType } from '@nestjs/graphql';
import { PatternCategoryEnum, PatternClassEnum } from '../patterns/pattern.enums.js';
import { FilterInput } from '../types/filter.input.js';
import { AlertGroupingEnum, AlertLevelEnum, AlertSeverityEnum, AnomalyScoreEnum } from './alert.enums.js';

const LIMIT = 'in bytes per second, %, seconds … as `alertFigures` says of the figure';

@InputType('AlertThresholdInput', { description: 'A limit to a figure, or to its share in another one.' })
class ThresholdInput {
  @Field(() => String, { description: 'The figure, one of `alertFigures`.' })
  readonly figure: string;

  @Field(() => String, { nullable: true, description: 'What it is a share of, as %.' })
  readonly ofFigure?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: `From how much of \`ofFigure\` on the share means something, ${LIMIT}.`,
  })
  readonly floor?: number | null;

  @Field(() => Float, { nullable: true, description: `Met above this, ${LIMIT}. Either above or below.` })
  readonly above?: number | null;

  @Field(() => Float, { nullable: true, description: `Met below this, ${LIMIT}.` })
  readonly below?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `What must be reached again before it is over, ${LIMIT}; left out, the limit itself.`,
  })
  readonly clear?: number | null;
}

@InputType('AlertAbsenceInput', { description: 'Nothing came for so long, while others were heard.' })
class AbsenceInput {
  @Field(() => Float, { description: 'After how many seconds, 10 at least.' })
  readonly afterSeconds: number;
}

@InputType('AlertChangeInput', { description: 'Something was changed.' })
class ChangeInput {
  @Field(() => [String], { description: 'Kinds of changes: `interface.mtu`, `container.*`, `*`.' })
  readonly changes: string[];
}

@InputType('AlertPatternInput', {
  description: 'A pattern was found; any, where neither classes nor categories are named.',
})
class PatternFoundInput {
  @Field(() => [PatternClassEnum], { nullable: true, description: 'Of these classes.' })
  readonly classes?: string[] | null;

  @Field(() => [PatternCategoryEnum], { nullable: true, description: 'Or of these categories.' })
  readonly categories?: string[] | null;

  @Field(() => Float, { nullable: true, description: 'At least so strong, from 0 to 1; left out, 0.7.' })
  readonly strength?: number | null;
}

@InputType('AlertAnomalyInput', { description: 'Traffic behaves as it hardly ever does.' })
class AnomalyInput {
  @Field(() => AnomalyScoreEnum, { nullable: true, description: 'The score; left out, ANOMALY_SCORE.' })
  readonly score?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Met above this, from 0.5 to 1; left out, 0.999: one sample in a thousand.',
  })
  readonly above?: number | null;
}

@InputType('AlertForecastInput', { description: 'The forecast says that the link fills.' })
class OutlookInput {
  @Field(() => Float, { description: 'Within how many days, 1 to 365.' })
  readonly withinDays: number;
}

@InputType('AlertLabelInput', { description: 'A label of a rule.' })
export class RuleLabelInput {
  @Field(() => String, { description: 'Letters, digits and _, not beginning with a digit.' })
  readonly key: string;

  @Field(() => String, { description: '1 to 255 characters.' })
  readonly value: string;
}

/** A rule as a form gives it: the same fields as in a file of rules. What is left out is as usual. */
@InputType('AlertRuleInput', {
  description:
    'A rule: the same fields as in a file of rules. Of `threshold`, `absence`, `change`, `pattern`, `anomaly` and `forecast` ' +
    'exactly one is given. What is left out is as usual.',
})
export class AlertRuleInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Lower-case letters, digits and single hyphens. A rule of this id is replaced; left out, a new one is made from the name.',
  })
  readonly id?: string | null;

  @Field(() => String, { description: '1 to 120 characters.' })
  readonly name: string;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: 'Whether it is looked at.' })
  readonly isEnabled?: boolean | null;

  @Field(() => AlertSeverityEnum, {
    nullable: true,
    defaultValue: AlertSeverityEnum.WARNING,
    description: 'How much its alerts matter.',
  })
  readonly severity?: string | null;

  @Field(() => AlertLevelEnum, { description: 'Each of these that the scope matches is watched by itself.' })
  readonly per: string;

  @Field(() => FilterInput, { nullable: true, description: 'Which of them; left out, all.' })
  readonly scope?: FilterInput | null;

  @Field(() => ThresholdInput, { nullable: true, description: 'Met at a limit.' })
  readonly threshold?: ThresholdInput | null;

  @Field(() => AbsenceInput, { nullable: true, description: 'Met by silence: of a host, an interface or the fleet.' })
  readonly absence?: AbsenceInput | null;

  @Field(() => ChangeInput, { nullable: true, description: 'Met by a change.' })
  readonly change?: ChangeInput | null;

  @Field(() => PatternFoundInput, { nullable: true, description: 'Met by a pattern.' })
  readonly pattern?: PatternFoundInput | null;

  @Field(() => AnomalyInput, { nullable: true, description: 'Met by an anomaly.' })
  readonly anomaly?: AnomalyInput | null;

  @Field(() => OutlookInput, { nullable: true, description: 'Met by a link that fills.' })
  readonly forecast?: OutlookInput | null;

  @Field(() => Float, {
    nullable: true,
    description: 'For how many seconds it must hold, a week at most; left out, 0.',
  })
  readonly forSeconds?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'For how many seconds it must be over; of changes, for how many seconds each is shown.',
  })
  readonly keepFiringSeconds?: number | null;

  @Field(() => [RuleLabelInput], { nullable: true, description: 'Labels, 20 at most.' })
  readonly labels?: RuleLabelInput[] | null;

  @Field(() => String, { nullable: true, description: 'A link that begins with https:// or http://.' })
  readonly runbookUrl?: string | null;

  @Field(() => AlertGroupingEnum, {
    nullable: true,
    description: 'What its alerts are one incident by; left out, what is usual for what it watches.',
  })
  readonly groupBy?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Channels that are told; left out, those that take all alerts.',
  })
  readonly channels?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A sentence of its own: a template that may name `{{subject}}`, `{{host}}`, `{{value}}`, `{{limit}}`, `{{rule}}`, ' +
      '`{{severity}}`, `{{network}}`, `{{service}}`, `{{figure}}`, `{{since}}` and `{{labels.<name>}}`.',
  })
  readonly message?: string | null;
}
