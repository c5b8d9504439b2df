import { describe, expect, it } from '@jest/globals';
import { AnomalyScorer } from './anomaly-scorer.js';
import { type Row, wave } from './score.fixture.js';

const MINUTE_MS = 60_000;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;

type Said = readonly [score: number, novelty: number, deviation: number];

function say(scorer: AnomalyScorer, { atMs, value }: Row): Said {
  scorer.update(atMs, value);
  return [scorer.score, scorer.novelty, scorer.deviation];
}
const sayAll = (rows: readonly Row[], scorer = new AnomalyScorer()): Said[] => rows.map((row) => say(scorer, row));
const scores = (rows: readonly Row[]): number[] => sayAll(rows).map(([score]) => score);

describe('AnomalyScorer', () => {
  it('scores the first 60 % alike with and without the rest', () => {
    const rows = wave(
      6_000,
      FIVE_MINUTES_MS,
      1,
      new Map([
        [1_500, 2e6],
        [2_500, 9e9],
      ]),
    );
    const beginning = rows.slice(0, 1_800);
    expect(sayAll(beginning)).toEqual(sayAll(rows).slice(0, beginning.length));
  });

  it.each([3, 700, 2_000])('goes on after row %i from what was saved as if nothing had happened', (pause) => {
    const rows = wave(
      4_000,
      FIVE_MINUTES_MS,
      2,
      new Map([
        [1_990, 1e6],
        [2_010, 2e6],
      ]),
    );
    const scorer = new AnomalyScorer();
    const before = sayAll(rows.slice(0, pause), scorer);
    const restored = AnomalyScorer.restore(scorer.save());
    expect([...before, ...sayAll(rows.slice(pause), restored ?? undefined)]).toEqual(sayAll(rows));
    expect(restored).not.toBeNull();
  });

  it('keeps 4 KB at most', () => {
    expect(new AnomalyScorer().save().byteLength).toBeLessThanOrEqual(4_096);
  });

  it('reads neither another version nor a torn state', () => {
    const saved = new AnomalyScorer().save();
    const other = Uint8Array.from(saved, (byte, place) => (place === 0 ? byte + 1 : byte));
    expect(AnomalyScorer.restore(other)).toBeNull();
    expect(AnomalyScorer.restore(saved.subarray(0, -1))).toBeNull();
    expect(AnomalyScorer.restore(new Uint8Array(3))).toBeNull();
  });

  it('stays within [0,1] whatever comes', () => {
    const odd = [0, -1, 1e-300, 1e300, -1e300, 5, NaN, Infinity, 0, 0, 3e38, -7, 1e9];
    const rows = Array.from({ length: 3_000 }, (_, row) => ({
      atMs: row * 1_000 - (row % 50),
      value: odd[row % 13] ?? 0,
    }));
    const said = sayAll(rows).flat();
    expect(said.filter((figure) => !(figure >= 0 && figure <= 1))).toEqual([]);
  });

  it('says nothing of a constant, however long', () => {
    const rows = Array.from({ length: 5_000 }, (_, row) => ({ atMs: row * 1_000, value: 123_456_789.1 }));
    expect(scores(rows).filter((score) => score > 0)).toEqual([]);
  });

  it('takes what is no number for no data', () => {
    const rows = wave(3_000, FIVE_MINUTES_MS, 3);
    const none = [NaN, Infinity, -1e300];
    const holes = rows.flatMap((row, nth) => [row, { atMs: row.atMs + 1_000, value: none[nth % 3] ?? NaN }]);
    expect(scores(holes).filter((_, index) => index % 2 === 0)).toEqual(scores(rows));
  });

  it('scores a burst above all else', () => {
    const said = scores(wave(4_000, FIVE_MINUTES_MS, 4, new Map([[3_500, 2e6]])));
    const usual = said.slice(600, 3_500).reduce((highest, score) => Math.max(highest, score), 0);
    expect(said[3_500]).toBeGreaterThan(usual);
  });

  it.each([
    ['minute', MINUTE_MS],
    ['5 minutes', FIVE_MINUTES_MS],
  ])('exceeds a score of 0.9 and of 0.99 about as often as that on clean data, a row every %s', (_, stepMs) => {
    const known = sayAll(wave(12_000, stepMs, 11)).slice(2_000);
    for (const figure of [0, 2] as const) {
      const share = (level: number): number => known.filter((said) => said[figure] > level).length / known.length;
      expect(share(0.9)).toBeGreaterThan(0.03);
      expect(share(0.9)).toBeLessThan(0.25);
      expect(share(0.99)).toBeGreaterThan(0.001);
      expect(share(0.99)).toBeLessThan(0.04);
    }
  });

  it('calls a size that keeps coming back less and less novel, and still a deviation', () => {
    const bursts = Array.from({ length: 12 }, (_, nth) => 1_500 + nth * 200);
    const said = sayAll(wave(4_000, FIVE_MINUTES_MS, 6, new Map(bursts.map((row) => [row, 1e6]))));
    const of = (figure: 1 | 2): number[] => bursts.map((row) => said[row]?.[figure] ?? NaN);
    const [novelties, deviations] = [of(1), of(2)];
    expect(novelties[0]).toBeGreaterThan(0.99);
    expect(Math.min(...novelties.slice(6))).toBeLessThan(0.99);
    expect(Math.min(...deviations)).toBeGreaterThan(0.99);
  });

  it('tells an event once, and not again on the way back', () => {
    const lasting = new Map(Array.from({ length: 6 }, (_, nth) => [3_000 + nth, 2e6]));
    const said = scores(wave(3_200, FIVE_MINUTES_MS, 7, lasting));
    expect(said[3_000]).toBeGreaterThan(0.999_99);
    expect(Math.max(...said.slice(3_001, 3_020))).toBeLessThan(0.999_9);
  });

  it('finds hours that lie wrong for their time of day, though the day has such values', () => {
    const flat = new Map<number, number>();
    const rows = wave(3_000, FIVE_MINUTES_MS, 8);
    // From six in the morning, when the wave is highest, it stays at the level of midnight.
    for (let row = 2_664; row < 2_700; row++) flat.set(row, 1e6 - (rows[row]?.value ?? 0));
    const said = scores(wave(3_000, FIVE_MINUTES_MS, 8, flat));
    expect(Math.max(...said.slice(2_664, 2_700))).toBeGreaterThan(0.999);
  });
});
