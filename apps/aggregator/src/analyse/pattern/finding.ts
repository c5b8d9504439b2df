export type PatternCategory = 'volume' | 'loss' | 'cycle' | 'change' | 'security' | 'error' | 'capacity';

/** Every class of pattern and what kind of matter it is. `saturation ahead` is told by the forecast, the others by the engine. */
export const PATTERN_CATEGORIES = {
  burst: 'volume',
  outage: 'loss',
  drop: 'loss',
  'level shift': 'volume',
  ramp: 'volume',
  'periodic job': 'cycle',
  seasonality: 'cycle',
  'seasonal violation': 'cycle',
  'asymmetric flip': 'change',
  'fan-out': 'security',
  'one-way flood': 'security',
  'error storm': 'error',
  saturation: 'capacity',
  'saturation ahead': 'capacity',
  flapping: 'loss',
  stuck: 'error',
  'step after change': 'change',
} as const satisfies Readonly<Record<string, PatternCategory>>;

export type PatternClass = keyof typeof PATTERN_CATEGORIES;

export const PATTERN_CLASSES = Object.keys(PATTERN_CATEGORIES) as readonly PatternClass[];

/** From this strength on a finding is worth telling somebody who did not ask. */
export const NOTIFY_STRENGTH = 0.7;

/** Something that happened on an interface. It is told again, under its id, whenever its class or its end becomes known. */
export interface Finding {
  /** 1, 2, 3 … within the series; a later telling replaces an earlier one of the same id. */
  readonly id: number;
  readonly class: PatternClass;
  readonly startMs: number;
  /** null while it lasts. */
  readonly endMs: number | null;
  /** 0 … 1; 0 = taken back: what looked like it did not last. */
  readonly strength: number;
  /** The figures that it rests on, each named with its unit. */
  readonly evidence: Readonly<Record<string, number>>;
}
