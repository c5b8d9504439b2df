import { randomOf } from '../support/fuzz/random.js';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 5);

/** A made series: a day's wave, noise, and nothing that would be worth telling. */
export interface CleanSeries {
  readonly name: string;
  readonly stepMs: number;
  readonly rows: number;
  readonly seed: number;
  /** Noise whose tail is heavy, as that of traffic: lognormal instead of normal. */
  readonly heavy: boolean;
  /** How much of the noise a row hands on to the next. */
  readonly memory: number;
}

/** Tells a series row by row. */
export function tell(series: CleanSeries, hear: (atMs: number, value: number) => void): void {
  const random = randomOf(series.seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  let noise = 0;
  for (let row = 0; row < series.rows; row++) {
    const atMs = START_MS + row * series.stepMs;
    noise = series.memory * noise + Math.sqrt(1 - series.memory ** 2) * normal();
    const level = 1e6 * (1 + 0.5 * Math.sin((2 * Math.PI * atMs) / DAY_MS));
    hear(atMs, series.heavy ? level * Math.exp(0.4 * noise) : level + 1e5 * noise);
  }
}
