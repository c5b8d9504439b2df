import { describe, expect, it } from '@jest/globals';
import type { FigureLine, FigureLines } from '../../api/operations/figures.js';
import { describeLoss, lossRatio } from './ratio.js';
import { errorRows, faultSums } from './rows.js';
import { lastSpell } from './spell.js';

describe('the share of packets lost', () => {
  it('is told from a thousand packets on, and never above the whole', () => {
    expect(lossRatio(3, 999)).toBe('few');
    expect(lossRatio(3, 1_000)).toBe(0.003);
    expect(lossRatio(2_000, 1_000)).toBe(1);
    expect(lossRatio(null, 1_000)).toBe('unknown');
  });

  it('is never written as 0 where something was lost', () => {
    expect(describeLoss(0)).toBe('0 %');
    expect(describeLoss(0.000_000_4)).toBe('1 of a million');
    expect(describeLoss(0.000_2)).toBe('0.020 %');
    expect(describeLoss(0.012)).toBe('1.20 %');
    expect(describeLoss(0.5)).toBe('50 %');
  });
});

describe('since when', () => {
  const at = Array.from({ length: 10 }, (_, index) => index * 1_000);
  const spell = (...faults: (number | null)[]) => lastSpell(at, 1_000, faults);

  it('is the begin of the last stretch with faults, quiet moments in between included', () => {
    expect(spell(0, 0, 2, 0, 0, 1, 0, 0, 0, 4)).toMatchObject({ from: 9_000, to: null, count: 2 });
    expect(spell(0, 0, 2, 0, 0, 1, 0, 3, 1, 4)).toMatchObject({ from: 2_000, to: null, count: 1 });
  });

  it('has an end once it has been quiet for a while', () => {
    expect(spell(0, 0, 2, 5, 0, 0, 0, 0, 0, 0)).toMatchObject({ from: 2_000, to: 4_000, isOlder: false });
    expect(spell(1, 0, 0, 0, 0, 0, 0, 0, 0, 0)).toMatchObject({ from: 0, to: 1_000, isOlder: true });
  });

  it('does not end in what is not known, and is nothing where nothing was lost', () => {
    expect(spell(0, 0, 2, null, null, null, null, 1, null, null)).toMatchObject({ from: 2_000, to: null, count: 1 });
    expect(spell(0, 0, null, 0, 0)).toBeNull();
  });
});

describe('who lost packets', () => {
  const line = (id: string, errors: number, others: number | null = null): FigureLine => ({
    ...{ group: id, others, earlier: null },
    keys: others === null ? [{ dimension: 'HOST', value: id, name: `${id}.example` }] : [],
    columns: { rxErrorsPerSecond: [0, errors, null], txErrorsPerSecond: [0, 0, null] },
    statistics: [
      {
        ...{ counter: 'RX_ERRORS', total: errors * 10, averagePerSecond: errors, maximumPerSecond: null },
        ...{ p95PerSecond: errors, coveredMilliseconds: 20_000 },
      },
    ],
  });
  const answer: FigureLines = {
    ...{ from: '', to: '', at: [0, 10_000, 20_000], stepMilliseconds: 10_000, resolution: 'raw', groupCount: 4 },
    ...{ compareMilliseconds: null, series: [line('a', 5), line('b', 0), line('rest', 1, 2)] },
  };

  it('is told with counts, ratio and since when; the rest and who lost nothing are no rows', () => {
    const rows = errorRows('host', answer, null);
    expect(rows.map(({ name }) => name.name)).toEqual(['a.example']);
    expect(rows[0]).toMatchObject({ counts: [50, 0, 0, 0], ratio: 'unknown', rates: [0, 5, null] });
    expect(rows[0]?.spell).toMatchObject({ from: 10_000, to: null });
  });

  it('is part of the sum, as is the rest; where nobody knows is a gap', () => {
    expect(faultSums(answer)[0]?.values).toEqual([0, 6, null]);
  });
});
