import { registerEnumType } from '@nestjs/graphql';

/* GraphQL's names on the left, REST's on the right. */

export const SystemState = { GOOD: 'good', WARN: 'warn', BAD: 'bad', UNKNOWN: 'unknown' } as const;
registerEnumType(SystemState, {
  name: 'SystemState',
  description: 'How a part of weir does.',
  valuesMap: {
    GOOD: { description: 'It is well.' },
    WARN: { description: 'Something is to be looked at.' },
    BAD: { description: 'It does not do its work, or soon will not.' },
    UNKNOWN: { description: 'It cannot be told from here, or not yet.' },
  },
});

export const SystemPartName = {
  ...{ AGENTS: 'agents', STREAM: 'stream', INGEST: 'ingest', REFUSED: 'refused', DATABASE: 'database' },
  ...{ ANALYSIS: 'analysis', QUOTAS: 'quotas', JOBS: 'jobs', PROCESSES: 'processes' },
} as const;
registerEnumType(SystemPartName, {
  name: 'SystemPartName',
  description: 'What weir is made of, in the order in which a sample walks.',
  valuesMap: {
    AGENTS: { description: 'What runs on each host.' },
    STREAM: { description: 'NATS, and what waits in it.' },
    INGEST: { description: 'Storing what agents send.' },
    REFUSED: { description: 'Messages that were not taken.' },
    DATABASE: { description: 'The database, and the room that it has.' },
    ANALYSIS: { description: 'The analysis of each interface, from which patterns and alerts come.' },
    QUOTAS: { description: 'What quotas are of, counted each minute.' },
    JOBS: { description: 'Exports and reports that take long.' },
    PROCESSES: { description: 'The processes of the aggregator.' },
  },
});

export const AgentTroubleKind = {
  ...{ SILENT: 'silent', FAILING: 'failing', BEHIND: 'behind', NAMES: 'names', CLOCK: 'clock', OLD: 'old' },
} as const;
registerEnumType(AgentTroubleKind, {
  name: 'AgentTroubleKind',
  description: 'What may be wrong with an agent.',
  valuesMap: {
    SILENT: { description: 'It sends nothing.' },
    FAILING: { description: 'Some of its collectors fail.' },
    BEHIND: { description: 'What it sends is stored more than a minute late.' },
    NAMES: { description: 'Docker or Kubernetes cannot be asked, so that containers have no names.' },
    CLOCK: { description: 'Its clock is off by more than 2 s.' },
    OLD: { description: 'A newer version is there.' },
  },
});
