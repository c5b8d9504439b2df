import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Finding, PATTERN_CLASSES, type PatternClass } from './finding.js';
import { sentence } from './sentence.js';
import { findingsOf, HOUR_MS, MINUTE_MS, type Rates, scaledBetween } from './series.fixture.js';

const names = { subject: 'backup', host: 'web-3' };
const night = Date.UTC(2026, 0, 8, 2);

function finding(
  patternClass: PatternClass,
  evidence: Record<string, number>,
  endMs: number | null = night + 14 * MINUTE_MS,
): Finding {
  return { id: 1, class: patternClass, startMs: night, endMs, strength: 0.6, evidence };
}

describe('sentence', () => {
  it('tells a nightly job as people would', () => {
    const run = {
      lastStartMs: night,
      lastEndMs: night + 14 * MINUTE_MS,
      lastBytes: 4.2e9,
      sentShare: 0.95,
      timesUsual: 3,
    };
    const nightly = finding('periodic job', {
      periodSeconds: 86_400,
      runs: 7,
      missedInARow: 0,
      usualBytesARun: 1.4e9,
      ...run,
    });
    expect(sentence(nightly, names)).toBe(
      '`backup` on web-3 sent 4.2 GB between 02:00 and 02:14, as on the 6 nights before, 3 times its usual size.',
    );
    expect(sentence({ ...nightly, evidence: { ...nightly.evidence, timesUsual: 1 } }, names)).toMatch(
      /as on the 6 nights before\.$/,
    );
    expect(sentence({ ...nightly, evidence: { ...nightly.evidence, missedInARow: 1 } }, names)).toBe(
      '`backup` on web-3 did not do what it does every day: a run is missing.',
    );
  });

  it('does not compare with what is usual where nothing is', () => {
    const burst = finding('burst', {
      rxBytes: 4e6,
      txBytes: 0,
      peakBytesPerSecond: 2e5,
      usualBytesPerSecond: 0,
      repeats: 0,
    });
    expect(sentence(burst, names)).toBe(
      '`backup` on web-3 received 4 MB between 02:00 and 02:14, at up to 200 kB/s, where nothing is usual.',
    );
  });

  it('tells times of day in the zone that is asked for', () => {
    const outage = finding('outage', { usualBytesPerSecond: 1.5e6, repeats: 0 });
    expect(sentence(outage, { ...names, timeZone: 'Europe/Berlin' })).toBe(
      '`backup` on web-3 carried nothing between 03:00 and 03:14, where 1.5 MB/s is usual.',
    );
    expect(sentence({ ...outage, endMs: null }, names)).toContain('carried nothing since 02:00,');
  });

  it('names the change that a step came after', () => {
    const step = finding('step after change', { levelBefore: 1e6, levelAfter: 2.4e6, changeAtMs: night - MINUTE_MS });
    expect(sentence(step, { ...names, change: 'the deploy of shop:1.9' })).toBe(
      '`backup` on web-3 rose from 1 MB/s to 2.4 MB/s at 02:00 and stays there, just after the deploy of shop:1.9 at 01:59.',
    );
  });

  it('has numbers that can be read', () => {
    const storm = finding('error storm', { errors: 817_858, errorRatio: 0.005, usualErrorRatio: 1e-9 });
    expect(sentence(storm, names)).toBe(
      '`backup` on web-3 had 817,858 errors between 02:00 and 02:14: 0.5 % of its packets, where 0.001 % or less is usual.',
    );
  });

  it('says what was taken back', () => {
    const shift = { ...finding('level shift', { levelBefore: 1e6, levelAfter: 2e6 }), strength: 0 };
    expect(sentence(shift, names)).toMatch(/It did not last, and is taken back\.$/);
  });

  it('has a whole sentence for every class', () => {
    const used = readFileSync(new URL('./sentence.ts', import.meta.url), 'utf8');
    const figures = Object.fromEntries(
      [...used.matchAll(/(?:figure\(|rate\(told, )'(\w+)'/g)].map(([, name]) => [name, 2]),
    );
    expect(Object.keys(figures).length).toBeGreaterThan(20);
    for (const patternClass of PATTERN_CLASSES) {
      const text = sentence(finding(patternClass, figures), names);
      expect(text).toMatch(/^`backup` on web-3 .*\.$/);
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it('tells what the engine found without a gap', () => {
    const silent = (rates: Rates, sinceMs: number): Rates | null =>
      scaledBetween(4 * HOUR_MS, 4 * HOUR_MS + 5 * MINUTE_MS, 0)(rates, sinceMs);
    const [outage] = findingsOf({ stepMs: 10_000, lengthMs: 5 * HOUR_MS, change: silent });
    expect(outage && sentence(outage, { subject: 'eth0', host: 'web-3' })).toBe(
      '`eth0` on web-3 carried nothing between 04:00 and 04:05, where 1.4 MB/s is usual.',
    );
  });
});
