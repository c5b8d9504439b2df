/** What the dashboard measures: a cold load, a change of page, the longest of some frames. */
export const MEASURE_KINDS = ['load', 'page', 'frame'] as const;
export type MeasureKind = (typeof MEASURE_KINDS)[number];

/** Pages told apart in metrics; all else is `other`, so that nobody can make up names without end. */
export const MEASURED_PAGES = [
  'overview',
  'hosts',
  'host',
  'interfaces',
  'interface',
  'containers',
  'container',
  'networks',
  'network',
  'workloads',
  'workload',
  'patterns',
  'pattern',
  'alerts',
  'rules',
  'rule',
  'new-rule',
  'silences',
  'channels',
  'timeline',
  'protocols',
  'errors',
  'latency',
  'history',
  'capacity',
  'compare',
  'gallery',
] as const;

/** One measurement of a browser. */
export interface Measure {
  readonly kind: MeasureKind;
  readonly page: (typeof MEASURED_PAGES)[number] | 'other';
  readonly seconds: number;
}

/** Most measurements in a request. */
export const MAX_MEASURES = 64;
/** A browser that was asleep tells longer times, which say nothing of weir. */
const MOST_MS = 120_000;

/** Understands what a browser sent, or says what is wrong with it. */
export function readMeasures(body: unknown): readonly Measure[] | string {
  const measures = isRecord(body) ? body['measures'] : undefined;
  if (!Array.isArray(measures)) return 'measures is no list: send {"measures": [{"kind", "page", "milliseconds"}, …]}';
  if (measures.length > MAX_MEASURES) return `measures has more than ${MAX_MEASURES} entries: send fewer at a time`;
  const read = measures.map(readMeasure);
  return read.find((each) => typeof each === 'string') ?? read.filter((each) => typeof each !== 'string');
}

function readMeasure(value: unknown, index: number): Measure | string {
  const { kind, page, milliseconds } = isRecord(value) ? value : {};
  const known = MEASURE_KINDS.find((each) => each === kind);
  if (!known) return `measures[${index}].kind is none of ${MEASURE_KINDS.join(', ')}`;
  if (typeof milliseconds !== 'number' || !(milliseconds >= 0 && milliseconds <= MOST_MS)) {
    return `measures[${index}].milliseconds is no number from 0 to ${MOST_MS}`;
  }
  return { kind: known, page: MEASURED_PAGES.find((each) => each === page) ?? 'other', seconds: milliseconds / 1_000 };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
