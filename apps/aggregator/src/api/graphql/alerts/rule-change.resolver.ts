import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { readRule, writeRule } from '../../../alert/rule/read-rule.js';
import type { Rule } from '../../../alert/rule/rule.js';
import { readRuleFile, withLines } from '../../../alert/rule/rule-file.js';
import { AlertFeed } from '../../../live/alert.feed.js';
import { RuleRepository } from '../../../query/alerts/rules.js';
import { holdsNul } from '../../../query/nul.js';
import { deleteRule, writeRules } from '../../../store/alerts/rules.js';
import { DATABASE } from '../../../store/database.js';
import { badUserInput } from '../errors.js';
import { asRule } from './as-rule.js';
import { asWritten, idOf } from './as-written.js';
import { refusalsOfCount } from './most-settings.js';
import { RuleCheck } from './rule-check.js';
import { AlertRuleInput } from './rule.input.js';
import { AlertRuleResult, AlertRulesResult, AlertRuleType } from './rule.type.js';

const ID_OF_RULE = { type: () => ID, description: 'Id of the rule.' };
const MAY_MATCH_NOTHING = {
  type: () => Boolean,
  nullable: true,
  defaultValue: false,
  description:
    'Whether a scope may match nothing that is there or was within a day, and a channel be unknown: they are still to come.',
};

const NOTHING = { rules: [], deletedCount: 0 } as const;

@Resolver()
export class AlertRuleChangeResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly repository: RuleRepository,
    private readonly check: RuleCheck,
    private readonly feed: AlertFeed,
  ) {}

  @Mutation(() => AlertRuleResult, { description: 'Saves a rule: a new one, or in the place of that of the same id.' })
  async saveAlertRule(
    @Args('rule', { type: () => AlertRuleInput, description: 'The rule.' }) input: AlertRuleInput,
    @Args('mayMatchNothing', MAY_MATCH_NOTHING) mayMatchNothing: boolean | null,
  ): Promise<AlertRuleResult> {
    const id = input.id ?? (await this.freeId(input.name));
    const read = readRule(asWritten({ ...input, id }));
    if (!read.ok) return { rule: null, refusals: read.refusals };
    const refusals = [
      ...(mayMatchNothing ? [] : await this.check.refusalsOf(read.rule)),
      ...(await refusalsOfCount(this.pool, 'rules', [id], 'name')),
    ];
    if (refusals.length > 0) return { rule: null, refusals };
    await this.write([read.rule], false);
    return { rule: await this.known(id), refusals: [] };
  }

  @Mutation(() => AlertRuleType, { description: 'Switches a rule on or off; what it fired of is over then.' })
  async enableAlertRule(
    @Args('id', ID_OF_RULE) id: string,
    @Args('isEnabled', { type: () => Boolean, description: 'Whether it is looked at.' }) isEnabled: boolean,
  ): Promise<AlertRuleType> {
    const [row] = await this.repository.byIds([id]);
    if (!row) throw unknownRule();
    const read = readRule(row.rule);
    if (!read.ok) throw badUserInput({ field: 'id', reason: 'is that of a rule with faults: mend or delete it' });
    await this.write([{ ...read.rule, isEnabled }], false);
    return this.known(id);
  }

  @Mutation(() => ID, { description: 'Deletes a rule; what it fired of is over then. Answers its id.' })
  async deleteAlertRule(@Args('id', ID_OF_RULE) id: string): Promise<string> {
    if (holdsNul(id) || !(await deleteRule(this.pool, id))) throw unknownRule();
    this.feed.tellSetting();
    return id;
  }

  @Mutation(() => AlertRulesResult, {
    description:
      'Takes rules from YAML, all or none; faults are told by line and column. Those of the same id are replaced.',
  })
  async importAlertRules(
    @Args('yaml', { type: () => String, description: 'The file.' }) yaml: string,
    @Args('replace', {
      type: () => Boolean,
      nullable: true,
      defaultValue: false,
      description: 'Whether rules that it does not name are deleted.',
    })
    replace: boolean | null,
    @Args('mayMatchNothing', MAY_MATCH_NOTHING) mayMatchNothing: boolean | null,
  ): Promise<AlertRulesResult> {
    const read = readRuleFile(yaml);
    if (!read.ok) return { ...NOTHING, refusals: read.refusals };
    const ids = read.rules.map(({ id }) => id);
    const refusals = [
      ...(mayMatchNothing ? [] : await this.check.refusalsOfFile(read.rules)),
      ...(replace ? [] : await refusalsOfCount(this.pool, 'rules', ids, 'rules')),
    ];
    if (refusals.length > 0) return { ...NOTHING, refusals: withLines(yaml, refusals) };
    const before = replace ? await this.repository.all() : [];
    await this.write(read.rules, replace === true);
    const rows = new Map((await this.repository.byIds(ids)).map((row) => [row.id, row]));
    const rules = ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
    const deletedCount = before.filter(({ id }) => !ids.includes(id)).length;
    return { rules: rules.map(asRule), deletedCount, refusals: [] };
  }

  private async write(rules: readonly Rule[], replace: boolean): Promise<void> {
    await writeRules(
      this.pool,
      rules.map((rule) => ({ id: rule.id, rule: writeRule(rule) })),
      replace,
    );
    this.feed.tellSetting();
  }

  private async known(id: string): Promise<AlertRuleType> {
    const [row] = await this.repository.byIds([id]);
    if (!row) throw unknownRule();
    return asRule(row);
  }

  /** An id made of the name that no rule has yet. */
  private async freeId(name: string): Promise<string> {
    const taken = new Set((await this.repository.all()).map(({ id }) => id));
    const id = idOf(name);
    for (let number = 2; ; number++) {
      const next = taken.has(id) ? `${id.slice(0, 58)}-${number}` : id;
      if (!taken.has(next)) return next;
    }
  }
}

function unknownRule(): Error {
  return badUserInput({ field: 'id', reason: 'is that of no rule' });
}
