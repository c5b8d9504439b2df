import { registerEnumType } from '@nestjs/graphql';

/* GraphQL's names on the left, the store's on the right. */

export const AlertSeverityEnum = { INFO: 'info', WARNING: 'warning', CRITICAL: 'critical' } as const;
registerEnumType(AlertSeverityEnum, {
  name: 'AlertSeverity',
  description: 'How much an alert matters.',
  valuesMap: {
    INFO: { description: 'Good to know.' },
    WARNING: { description: 'Somebody should look at it soon.' },
    CRITICAL: { description: 'Somebody should look at it now.' },
  },
});

export const AlertStateEnum = {
  PENDING: 'pending',
  FIRING: 'firing',
  ACKNOWLEDGED: 'acknowledged',
  RESOLVED: 'resolved',
} as const;
registerEnumType(AlertStateEnum, {
  name: 'AlertState',
  description: 'Where an alert is in its life.',
  valuesMap: {
    PENDING: { description: 'The condition is met, but not for as long as the rule wants. Nobody is told.' },
    FIRING: { description: 'It is met, and nobody takes care of it yet.' },
    ACKNOWLEDGED: { description: 'It is met, and somebody takes care of it.' },
    RESOLVED: { description: 'It is over.' },
  },
});

export const AlertResolutionEnum = {
  OVER: 'over',
  GONE: 'gone',
  STOPPED_ON_PURPOSE: 'stopped on purpose',
  RULE_REMOVED: 'rule removed',
} as const;
registerEnumType(AlertResolutionEnum, {
  name: 'AlertResolution',
  description: 'Why an alert is over.',
  valuesMap: {
    OVER: { description: 'The condition is no longer met.' },
    GONE: { description: 'What it was of is no longer there, or the rule does not match it any more.' },
    STOPPED_ON_PURPOSE: { description: 'Its container was seen to stop.' },
    RULE_REMOVED: { description: 'The rule was deleted or switched off.' },
  },
});

export const AlertLevelEnum = {
  INTERFACE: 'interface',
  CONTAINER: 'container',
  NETWORK: 'network',
  SERVICE: 'service',
  STACK: 'stack',
  WORKLOAD: 'workload',
  HOST: 'host',
  FLEET: 'fleet',
  QUOTA: 'quota',
} as const;
registerEnumType(AlertLevelEnum, {
  name: 'AlertLevel',
  description:
    'What a rule watches one by one; of what is no interface, the sum of those that count for it. Quotas have figures of their own.',
});

export const AlertGroupingEnum = {
  HOST: 'host',
  NETWORK: 'network',
  SERVICE: 'service',
  RULE: 'rule',
  SUBJECT: 'subject',
} as const;
registerEnumType(AlertGroupingEnum, {
  name: 'AlertGrouping',
  description: 'What the alerts of a rule are one incident by; what has no such host, network or service stands alone.',
});

export const AnomalyScoreEnum = { ANOMALY_SCORE: 'anomalyScore', NOVELTY: 'novelty', DEVIATION: 'deviation' } as const;
registerEnumType(AnomalyScoreEnum, { name: 'AlertScore', description: 'Which score of the analysis a rule looks at.' });

export const WeekdayEnum = {
  MONDAY: 'monday',
  TUESDAY: 'tuesday',
  WEDNESDAY: 'wednesday',
  THURSDAY: 'thursday',
  FRIDAY: 'friday',
  SATURDAY: 'saturday',
  SUNDAY: 'sunday',
} as const;
registerEnumType(WeekdayEnum, { name: 'Weekday', description: 'A day of the week.' });

export const ChannelKindEnum = {
  EMAIL: 'email',
  WEBHOOK: 'webhook',
  SLACK: 'slack',
  TEAMS: 'teams',
  DISCORD: 'discord',
  TELEGRAM: 'telegram',
  NTFY: 'ntfy',
  PAGERDUTY: 'pagerduty',
  ALERTMANAGER: 'alertmanager',
} as const;
registerEnumType(ChannelKindEnum, { name: 'ChannelKind', description: 'By what a channel sends.' });

export const DeliveryStateEnum = { WAITING: 'waiting', SENT: 'sent', GIVEN_UP: 'given up' } as const;
registerEnumType(DeliveryStateEnum, {
  name: 'DeliveryState',
  description: 'What became of a message of a channel.',
  valuesMap: {
    WAITING: { description: 'It is still to be sent, for the first time or again.' },
    SENT: { description: 'The other side has it.' },
    GIVEN_UP: { description: 'It was refused for good, or could not be sent for a day.' },
  },
});
