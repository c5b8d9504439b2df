import { registerEnumType } from '@nestjs/graphql';

export const QuotaSubjectKind = {
  FLEET: 'fleet',
  HOST: 'host',
  UPLINK: 'uplink',
  NETWORK: 'network',
  STACK: 'stack',
  SERVICE: 'service',
  WORKLOAD: 'workload',
  CONTAINER: 'container',
} as const;
export type QuotaSubjectKind = (typeof QuotaSubjectKind)[keyof typeof QuotaSubjectKind];
registerEnumType(QuotaSubjectKind, {
  name: 'QuotaSubjectKind',
  description: 'What a quota is of. Each is known by a name that outlives what bears it.',
  valuesMap: {
    FLEET: { description: 'The uplinks of all hosts.' },
    HOST: { description: 'The uplinks of a host.' },
    UPLINK: { description: 'One uplink of a host, by its name.' },
    NETWORK: { description: 'What containers pass on networks of this name, whatever their bridges are called.' },
    STACK: { description: 'What containers of a Compose project or a stack of Swarm pass.' },
    SERVICE: {
      description:
        'What containers of a service pass, as `stack/service`, as Swarm names it (`stack_service`), or by its name alone, in every stack.',
    },
    WORKLOAD: { description: 'What pods of a workload of Kubernetes pass, as `namespace/Deployment/web`.' },
    CONTAINER: { description: 'What containers of this name pass, however often they were made anew.' },
  },
});

export const QuotaMeasure = { IN: 'in', OUT: 'out', SUM: 'sum', MAX: 'max' } as const;
export type QuotaMeasure = (typeof QuotaMeasure)[keyof typeof QuotaMeasure];
registerEnumType(QuotaMeasure, {
  name: 'QuotaMeasure',
  description: 'What counts as used.',
  valuesMap: {
    IN: { description: 'What is received.' },
    OUT: { description: 'What is sent.' },
    SUM: { description: 'Both added up.' },
    MAX: { description: 'The larger of the two, each over the whole cycle.' },
  },
});

export const CycleKind = { DAILY: 'daily', WEEKLY: 'weekly', MONTHLY: 'monthly', EVERY_DAYS: 'everyDays' } as const;
export type CycleKind = (typeof CycleKind)[keyof typeof CycleKind];
registerEnumType(CycleKind, {
  name: 'CycleKind',
  description: 'How often a quota begins anew.',
  valuesMap: {
    DAILY: { description: 'Each day.' },
    WEEKLY: { description: 'On a day of the week.' },
    MONTHLY: { description: 'On a day of the month; on the last of a month that is shorter.' },
    EVERY_DAYS: { description: 'Every so many days, counted from one on which it began.' },
  },
});
