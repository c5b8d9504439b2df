import { describe, expect, it } from '@jest/globals';
import { excludedSamples, type Exclusions, type WeeklyWindow } from './exclusions.js';

const STEP_MS = 300_000;
const NIGHT: WeeklyWindow = { weekdays: ['saturday'], fromMinute: 22 * 60, toMinute: 2 * 60 };

/** The stretches that are left out, as their first and last moment. */
async function excluded(from: string, to: string, exclusions: Partial<Exclusions>): Promise<string[]> {
  const startMs = Date.parse(from);
  const grid = { startMs, stepMs: STEP_MS, count: (Date.parse(to) - startMs) / STEP_MS };
  const mask = await excludedSamples(grid, { weekly: [], ranges: [], timeZone: 'UTC', ...exclusions });
  const at = (sample: number): string => new Date(startMs + sample * STEP_MS).toISOString().slice(0, 16);
  const stretches: string[] = [];
  for (let sample = 0; sample < mask.length; sample += 1) {
    if (!mask[sample] || mask[sample - 1]) continue;
    let end = sample;
    while (mask[end]) end += 1;
    stretches.push(`${at(sample)} ${at(end)}`);
  }
  return stretches;
}

const range = (from: string, to: string): { fromMs: number; toMs: number } => ({
  ...{ fromMs: Date.parse(from), toMs: Date.parse(to) },
});

describe('what is not billed', () => {
  it('comes on its days of the week, over midnight, also where the range begins in it', async () => {
    expect(await excluded('2026-11-15T00:00Z', '2026-11-23T00:00Z', { weekly: [NIGHT] })).toEqual([
      ...['2026-11-15T00:00 2026-11-15T02:00', '2026-11-21T22:00 2026-11-22T02:00'],
    ]);
  });

  it('goes by the clocks of its place, half an hour off too', async () => {
    const weekly = [{ weekdays: [], fromMinute: 0, toMinute: 60 }];
    expect(await excluded('2026-11-20T00:00Z', '2026-11-21T00:00Z', { weekly, timeZone: 'Asia/Kolkata' })).toEqual([
      '2026-11-20T18:30 2026-11-20T19:30',
    ]);
  });

  it('is longer where clocks show it twice, and shorter where they skip some of it', async () => {
    const weekly = [{ weekdays: [], fromMinute: 60, toMinute: 4 * 60 }];
    const at = { weekly, timeZone: 'Europe/Berlin' };
    expect(await excluded('2026-10-24T22:00Z', '2026-10-25T23:00Z', at)).toEqual(['2026-10-24T23:00 2026-10-25T03:00']);
    expect(await excluded('2026-03-28T23:00Z', '2026-03-29T22:00Z', at)).toEqual(['2026-03-29T00:00 2026-03-29T02:00']);
  });

  it('is a whole day where it ends when it begins', async () => {
    const weekly = [{ weekdays: ['sunday'], fromMinute: 0, toMinute: 0 }] as const;
    expect(await excluded('2026-11-21T00:00Z', '2026-11-24T00:00Z', { weekly })).toEqual([
      '2026-11-22T00:00 2026-11-23T00:00',
    ]);
  });

  it('are all samples of which a part lies in a range, and none beside the range that is asked', async () => {
    const ranges = [range('2026-11-20T10:02Z', '2026-11-20T10:08Z'), range('2026-11-01T00:00Z', '2026-11-20T00:05Z')];
    expect(await excluded('2026-11-20T00:00Z', '2026-11-21T00:00Z', { ranges })).toEqual([
      ...['2026-11-20T00:00 2026-11-20T00:05', '2026-11-20T10:00 2026-11-20T10:10'],
    ]);
    const beside = [range('2026-11-01T00:00Z', '2026-11-20T00:00Z'), range('2026-11-21T00:00Z', '2026-11-30T00:00Z')];
    expect(await excluded('2026-11-20T00:00Z', '2026-11-21T00:00Z', { ranges: beside })).toEqual([]);
  });
});
