import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { FIGURE_NAMES, FIGURES } from '../../../alert/rule/figures.js';
import { writeRuleFile } from '../../../alert/rule/rule-file.js';
import { RuleRepository } from '../../../query/alerts/rules.js';
import { badUserInput } from '../errors.js';
import { asRule, ruleOf } from './as-rule.js';
import { asWritten } from './as-written.js';
import { CHANGE_KINDS } from './change-kinds.js';
import { AlertRuleInput } from './rule.input.js';
import { RulePreview } from './rule-preview.js';
import { AlertFigureType, AlertPreviewType, AlertRuleType } from './rule.type.js';

const MOST_DAYS = 31;

@Resolver(() => AlertRuleType)
export class AlertRuleResolver {
  constructor(
    private readonly repository: RuleRepository,
    private readonly preview: RulePreview,
  ) {}

  @Query(() => [AlertRuleType], { description: 'All rules, in the order in which they were made.' })
  async alertRules(): Promise<AlertRuleType[]> {
    return (await this.repository.all()).map(asRule);
  }

  @Query(() => AlertRuleType, { nullable: true, description: 'One rule; null where the id is unknown.' })
  async alertRule(
    @Args('id', { type: () => ID, description: 'Id of the rule.' }) id: string,
  ): Promise<AlertRuleType | null> {
    const [row] = await this.repository.byIds([id]);
    return row ? asRule(row) : null;
  }

  @Query(() => String, {
    description: 'All rules as YAML, as `importAlertRules` takes them; those with faults are left out.',
  })
  async alertRulesYaml(): Promise<string> {
    return writeRuleFile((await this.repository.all()).map(ruleOf).filter((rule) => rule !== null));
  }

  @Query(() => [AlertFigureType], { description: 'Figures that a rule can set a limit to.' })
  alertFigures(): AlertFigureType[] {
    return FIGURE_NAMES.map((name) => {
      const { name: title, unit, levels } = FIGURES[name];
      return { name, title, unit, levels };
    });
  }

  @Query(() => [String], { description: 'Kinds of changes that a rule can wait for, by name.' })
  async changeKinds(): Promise<string[]> {
    return [...new Set([...CHANGE_KINDS, ...(await this.repository.changeKinds())])].sort();
  }

  @Query(() => AlertPreviewType, {
    description: 'How often a rule would have fired, had it been there; nothing is saved.',
  })
  previewAlertRule(
    @Args('rule', { type: () => AlertRuleInput, description: 'The rule.' }) rule: AlertRuleInput,
    @Args('days', {
      type: () => Int,
      nullable: true,
      defaultValue: 7,
      description: `In how many days up to now, 1 to ${MOST_DAYS}.`,
    })
    days: number | null,
  ): Promise<AlertPreviewType> {
    const count = days ?? 7;
    if (!(count >= 1 && count <= MOST_DAYS))
      throw badUserInput({ field: 'days', reason: `is not between 1 and ${MOST_DAYS}` });
    return this.preview.of(asWritten(rule), count);
  }
}
