/** Every collector: the names in metrics, logs, settings and messages. */
export const COLLECTOR_NAMES = [
  'host-interfaces',
  'container-interfaces',
  'protocols',
  'host-state',
  'container-state',
  'latency',
  'changes',
] as const;

export type CollectorName = (typeof COLLECTOR_NAMES)[number];

/** The collector of that name; undefined where there is none. */
export function collectorNamed(name: string): CollectorName | undefined {
  return COLLECTOR_NAMES.find((known) => known === name);
}

/** All collectors but these. */
export function othersThan(names: ReadonlySet<CollectorName>): CollectorName[] {
  return COLLECTOR_NAMES.filter((name) => !names.has(name));
}
