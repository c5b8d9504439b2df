import { Inject, Injectable } from '@nestjs/common';
import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import type { Rule } from '../../../alert/rule/rule.js';
import { ScopeQuery } from '../../../query/alerts/scopes.js';
import { readChannels } from '../../../store/alerts/channels.js';
import { READERS } from '../../../store/database.js';

/** Looks whether what rules name is there: what is mistyped would watch nothing, and tell nobody. */
@Injectable()
export class RuleCheck {
  constructor(
    @Inject(READERS) private readonly database: Pool,
    private readonly scopes: ScopeQuery,
  ) {}

  /** What a rule names that is not there. */
  async refusalsOf(rule: Rule): Promise<Refusal[]> {
    return this.refusalsIn([rule], () => '');
  }

  /** The same of rules of a file, by where they stand in it. */
  refusalsOfFile(rules: readonly Rule[]): Promise<Refusal[]> {
    return this.refusalsIn(rules, (place) => `rules[${place}].`);
  }

  private async refusalsIn(rules: readonly Rule[], path: (place: number) => string): Promise<Refusal[]> {
    const channels = new Set((await readChannels(this.database)).map(({ name }) => name));
    const unmatched = await this.scopes.unmatched(rules);
    return rules.flatMap((rule, place) => {
      const unknown = rule.channels.flatMap((name, index) =>
        channels.has(name)
          ? []
          : [{ field: `${path(place)}channels[${index}]`, reason: `is ${name}, which is no channel` }],
      );
      const reason = `matches no ${rule.per} that is there or was within a day: look at its names, or leave something out`;
      return [...(unmatched.has(rule) ? [{ field: `${path(place)}scope`, reason }] : []), ...unknown];
    });
  }
}
