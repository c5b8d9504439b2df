import { COLLECTOR_NAMES, collectorNamed, type CollectorName } from '../collect/names.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** How much is logged: by the agent, and by those collectors that were given a level of their own. */
export interface LogLevels {
  readonly base: LogLevel;
  readonly collectors: ReadonlyMap<CollectorName, LogLevel>;
}

/** Reads `info` or `info,protocols=debug,latency=trace`; every fault at once, told by the entry's place. */
export function readLogLevels(text: string): { readonly levels: LogLevels; readonly faults: readonly string[] } {
  const [first = '', ...others] = text.split(',').map((entry) => entry.trim());
  const base = levelNamed(first);
  const faults = base ? [] : [`must begin with one of ${LOG_LEVELS.join(', ')}`];
  const collectors = new Map<CollectorName, LogLevel>();
  others.forEach((entry, index) => {
    const [name = '', level = '', ...rest] = entry.split('=');
    const collector = collectorNamed(name);
    const own = rest.length === 0 ? levelNamed(level) : undefined;
    const known = `<collector>=<level> with a collector of ${COLLECTOR_NAMES.join(', ')}`;
    if (!collector || !own) faults.push(`must have as entry ${index + 2} a ${known}`);
    else if (collectors.has(collector)) faults.push(`must not name ${collector} twice`);
    else collectors.set(collector, own);
  });
  return { levels: { base: base ?? 'info', collectors }, faults };
}

function levelNamed(name: string): LogLevel | undefined {
  return LOG_LEVELS.find((known) => known === name);
}
