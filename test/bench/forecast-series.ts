import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const GENERATED = 120;
const HOURS = 748;

/** Hourly series, and where they are from. */
export interface Corpus {
  readonly source: string;
  readonly series: readonly Float64Array[];
}

/** The series of a file in the format of M4's `Hourly-train.csv`, maybe compressed by gzip; without one, generated series. */
export function hourlySeries(file: string | undefined): Corpus {
  if (file !== undefined) {
    const content = readFileSync(file);
    return { source: file, series: readM4((file.endsWith('.gz') ? gunzipSync(content) : content).toString()) };
  }
  return {
    source: 'generated: they say nothing of M4, whose Hourly-train.csv is read with --in FILE',
    series: Array.from({ length: GENERATED }, (_, index) => generated(random(index + 1))),
  };
}

function readM4(text: string): Float64Array[] {
  const lines = text
    .split('\n')
    .slice(1)
    .filter((line) => line !== '');
  return lines.map((line) => {
    const cells = line
      .split(',')
      .slice(1)
      .map((cell) => cell.replaceAll('"', '').trim());
    return Float64Array.from(cells.filter((cell) => cell !== '' && cell !== 'NA').map(Number));
  });
}

/** Days and weeks of different strength, growth, and noise whose neighbours are alike. */
function generated(uniform: () => number): Float64Array {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const level = 10 ** (3 + 5 * uniform());
  const [day, night, weekend, growth, noise] = [
    uniform(),
    uniform(),
    uniform() * 0.6,
    uniform() * 0.4,
    0.02 + 0.2 * uniform(),
  ];
  const memory = 0.5 + 0.45 * uniform();
  let state = 0;
  return Float64Array.from({ length: HOURS }, (_, hour) => {
    state = memory * state + noise * Math.sqrt(1 - memory ** 2) * normal();
    const daily =
      1 + 0.7 * day * Math.sin((2 * Math.PI * hour) / 24) + 0.3 * night * Math.sin((4 * Math.PI * hour) / 24);
    const weekly = Math.floor(hour / 24) % 7 < 5 ? 1 : 1 - weekend;
    return level * Math.max(0.02, daily) * weekly * (1 + (growth * hour) / HOURS) * Math.exp(state);
  });
}

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
