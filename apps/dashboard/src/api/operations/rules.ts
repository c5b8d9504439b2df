import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** A rule with all its fields, as a form needs it. */
export const RULE = graphql(`
  fragment RuleFields on AlertRule {
    id
    name
    isEnabled
    severity
    per
    scope
    threshold {
      figure
      ofFigure
      floor
      above
      below
      clear
    }
    absence {
      afterSeconds
    }
    change {
      changes
    }
    pattern {
      classes
      categories
      strength
    }
    anomaly {
      score
      above
    }
    forecast {
      withinDays
    }
    forSeconds
    keepFiringSeconds
    labels {
      key
      value
    }
    runbookUrl
    groupBy
    channels
    message
    summary
    isDefault
    faults {
      field
      reason
    }
  }
`);

/** All rules, as they are listed. */
export const RULES = graphql(`
  query Rules {
    alertRules {
      id
      name
      isEnabled
      severity
      per
      scope
      summary
      channels
      isDefault
      firingCount
      faults {
        field
        reason
      }
    }
  }
`);

/** One rule, to be changed. */
export const RULE_DETAIL = graphql(
  `
    query RuleDetail($id: ID!) {
      alertRule(id: $id) {
        ...RuleFields
      }
    }
  `,
  [RULE],
);

/** What a form of a rule offers. */
export const RULE_CHOICES = graphql(`
  query RuleChoices {
    alertFigures {
      name
      title
      unit
      levels
    }
    changeKinds
    channels {
      name
      takesAll
      isEnabled
    }
  }
`);

export const RULE_NAMES = graphql(`
  query RuleNames {
    alertRules {
      id
      name
    }
  }
`);

export const RULES_YAML = graphql(`
  query RulesYaml {
    alertRulesYaml
  }
`);

/** How often a rule would have fired, had it been there. */
export const RULE_PREVIEW = graphql(`
  query RulePreview($rule: AlertRuleInput!, $days: Int!) {
    previewAlertRule(rule: $rule, days: $days) {
      subjectCount
      count
      firedSubjectCount
      times {
        key
        name
        firedAt
        resolvedAt
        worst
      }
      refusals {
        field
        reason
      }
    }
  }
`);

export const SAVE_RULE = graphql(`
  mutation SaveRule($rule: AlertRuleInput!, $mayMatchNothing: Boolean!) {
    saveAlertRule(rule: $rule, mayMatchNothing: $mayMatchNothing) {
      rule {
        id
      }
      refusals {
        field
        reason
      }
    }
  }
`);

export const DELETE_RULE = graphql(`
  mutation DeleteRule($id: ID!) {
    deleteAlertRule(id: $id)
  }
`);

export const ENABLE_RULE = graphql(`
  mutation EnableRule($id: ID!, $isEnabled: Boolean!) {
    enableAlertRule(id: $id, isEnabled: $isEnabled) {
      id
      isEnabled
    }
  }
`);

/** Takes all rules of a file, or tells each of its faults with its line. */
export const IMPORT_RULES = graphql(`
  mutation ImportRules($yaml: String!, $replace: Boolean!, $mayMatchNothing: Boolean!) {
    importAlertRules(yaml: $yaml, replace: $replace, mayMatchNothing: $mayMatchNothing) {
      rules {
        id
      }
      deletedCount
      refusals {
        field
        reason
        line
        column
      }
    }
  }
`);

export type RuleFields = ResultOf<typeof RULE>;
export type RuleRow = ResultOf<typeof RULES>['alertRules'][number];
export type RuleChoices = ResultOf<typeof RULE_CHOICES>;
export type RuleName = ResultOf<typeof RULE_NAMES>['alertRules'][number];
export type RuleInput = VariablesOf<typeof SAVE_RULE>['rule'];
export type RulePreview = ResultOf<typeof RULE_PREVIEW>['previewAlertRule'];
export type ImportRefusal = ResultOf<typeof IMPORT_RULES>['importAlertRules']['refusals'][number];
export type RuleLevel = RuleFields['per'];
