import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { evidenceOf, unitOfEvidence } from './evidence.js';

const SENTENCES = new URL('../../../analyse/pattern/sentence.ts', import.meta.url);

describe('the units of evidence', () => {
  it.each([
    ['peakBytesPerSecond', 'bytes per second'],
    ['bytesPerSecond', 'bytes per second'],
    ['levelBefore', 'bytes per second'],
    ['packetsPerSecond', 'packets per second'],
    ['bytesPerPacket', 'bytes per packet'],
    ['usualBytesARun', 'bytes'],
    ['rxBytes', 'bytes'],
    ['changeAtMs', 'ms since 1970'],
    ['lastStartMs', 'ms since 1970'],
    ['silentSeconds', 'seconds'],
    ['periodHours', 'hours'],
    ['daysAhead', 'days'],
    ['growthPerDayBytesPerSecond', 'bytes per second'],
    ['changeShareAnHour', 'share per hour'],
    ['shareOfCapacity', 'share'],
    ['errorRatio', 'share'],
    ['timesUsualPackets', 'times'],
    ['usualInToOut', 'times'],
    ['rareDeviations', 'standard deviations'],
    ['isOutgoing', 'yes (1) or no (0)'],
    ['missedInARow', 'count'],
    ['droppedPackets', 'count'],
  ])('%s: %s', (name, unit) => {
    expect(unitOfEvidence(name)).toBe(unit);
  });

  it('are known of every figure that is told in sentences; what is only counted is named here', () => {
    const told = [...readFileSync(SENTENCES, 'utf8').matchAll(/figure\('(\w+)'\)|rate\(told, '(\w+)'\)/g)].map(
      ([, figure, rate]) => figure ?? rate ?? '',
    );
    expect(told.length).toBeGreaterThan(20);
    const counted = [...new Set(told)].filter((name) => unitOfEvidence(name) === 'count').sort();
    expect(counted).toEqual([
      ...['droppedPackets', 'errors', 'missedInARow', 'packets', 'repeats', 'runs', 'samples', 'turns'].filter((name) =>
        told.includes(name),
      ),
    ]);
  });
});

it('leaves out figures that are not known', () => {
  expect(evidenceOf({ turns: 4, errors: null })).toEqual([{ name: 'turns', value: 4, unit: 'count' }]);
});
