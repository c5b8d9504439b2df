import { describe, expect, it } from '@jest/globals';
import { Limits } from '../analyse/runner/limits.js';
import type { InterfaceRow } from '../query/interfaces.js';
import type { LinkCapacity } from '../query/outlook/capacity.js';
import type { PatternRow } from '../store/patterns/pattern-row.js';
import { AHEAD, saturationAhead, type Seen } from './saturation-ahead.js';

const NOW_MS = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;

const linkOf = (netId: string, kind: LinkCapacity['outlook']['kind'] = 'reaches', strength = 0.9): LinkCapacity => ({
  ...{
    netId,
    speedBitsPerSecond: 1e9,
    counter: 'txBytes',
    p95PerSecond: 9e7,
    share: 0.72,
    daysLeft: 30,
    daysLeftLow: 20,
  },
  ...{ daysLeftHigh: null, sentence: 'reaches 80 % of the link on 2026-12-22 (2026-12-12 or much later)' },
  outlook: {
    ...{ kind, strength, atMs: NOW_MS + 30 * DAY_MS, earliestMs: NOW_MS + 20 * DAY_MS, latestMs: null },
    evidence: { busyNow: 9e7, busyAtHorizon: 1.2e8, growthPerDay: 3e5, limit: 1e8, capacity: 1.25e8, daysAhead: 30 },
  },
});
const interfaceOf = (netId: string): InterfaceRow =>
  ({ netId, seriesId: 7, hostId: 3, hostName: 'web-3', name: 'eth0', goneAt: null }) as InterfaceRow;
const seen = (links: readonly LinkCapacity[], more: Partial<Seen> = {}): Seen => ({
  ...{ links, open: [], limits: new Limits([]), nowMs: NOW_MS },
  interfaces: new Map(links.map(({ netId }) => [netId, interfaceOf(netId)])),
  ...more,
});
const told = (netId: string): PatternRow => {
  const [row] = saturationAhead(seen([linkOf(netId)], { nowMs: NOW_MS - DAY_MS }));
  return { ...row!, patternId: 5 };
};

describe('a link that will be full', () => {
  it('is told with its figures, as likely as it is', () => {
    expect(saturationAhead(seen([linkOf('a')]))).toEqual([
      expect.objectContaining({
        ...{ patternId: null, class: AHEAD, category: 'capacity', strength: 0.9, startMs: NOW_MS, endMs: null },
        entity: { kind: 'interface', key: 'a', name: 'eth0' },
        sentence: '`eth0` on web-3 reaches 80 % of the link on 2026-12-22 (2026-12-12 or much later).',
        evidence: expect.objectContaining({ limitBytesPerSecond: 1e8, fullAtMs: NOW_MS + 30 * DAY_MS, isOutgoing: 1 }),
      }),
    ]);
  });

  it('is not one that is full already, or not soon, or not known', () => {
    const kinds = ['reached', 'not within', 'unknown'] as const;
    expect(saturationAhead(seen(kinds.map((kind) => linkOf(kind, kind))))).toEqual([]);
  });

  it('is told once, as long as it lasts', () => {
    const [row] = saturationAhead(seen([linkOf('a', 'reaches', 0.95)], { open: [told('a')] }));
    expect(row).toMatchObject({ patternId: 5, startMs: NOW_MS - DAY_MS, lastSeenMs: NOW_MS, strength: 0.95 });
  });

  it('is over when it will not be full, or is no more', () => {
    const open = [told('a')];
    const over = [expect.objectContaining({ patternId: 5, endMs: NOW_MS })];
    expect(saturationAhead(seen([linkOf('a', 'not within')], { open }))).toEqual(over);
    expect(saturationAhead(seen([], { open }))).toEqual(over);
    const interfaces = new Map([['a', { ...interfaceOf('a'), goneAt: new Date(NOW_MS) }]]);
    expect(saturationAhead(seen([linkOf('a')], { open, interfaces }))).toEqual(over);
  });

  it('stays as it was told where nothing is known of it this time', () => {
    const more = { open: [told('a')], interfaces: new Map([['a', interfaceOf('a')]]) };
    for (const links of [[], [linkOf('a', 'unknown')], [linkOf('b', 'unknown')]]) {
      expect(saturationAhead(seen(links, more))).toEqual([]);
    }
  });

  it('is told less of, or as expected, where people said so', () => {
    const feedback = { hostId: 3, entityKind: 'interface', entityKey: 'a', class: AHEAD };
    const notUseful = new Limits([{ ...feedback, notUseful: 5, expectedUntilMs: null }]);
    expect(saturationAhead(seen([linkOf('a')], { limits: notUseful }))).toEqual([]);
    const expected = new Limits([{ ...feedback, notUseful: 0, expectedUntilMs: Infinity }]);
    expect(saturationAhead(seen([linkOf('a')], { limits: expected }))[0]).toMatchObject({ dismissed: 'expected' });
  });
});
