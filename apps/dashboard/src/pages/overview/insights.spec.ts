import { describe, expect, it } from '@jest/globals';
import type { OverviewFindings, OverviewStatus } from '../../api/operations/overview.js';
import { type Figures, insightsOf } from './insights.js';
import { comparedWords, statusWords } from './status-words.js';

const NOW = new Date(2026, 10, 21, 15, 0).getTime();
const HOSTILE = '<img src=x onerror=alert(1)>';
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

const status = (...silent: string[]): OverviewStatus =>
  ({
    silent: { totalCount: silent.length, nodes: silent.map((name) => ({ id: name, name, lastSeen: ago(58) })) },
  }) as unknown as OverviewStatus;
const keys = (dimension: string, name: string | null) => [
  { dimension, value: name, name },
  { dimension: 'HOST', value: 'h', name: 'web-3' },
];
const lines = (now: number | null, before: number | null, covered = 900_000) => ({
  series: [
    {
      statistics: [{ counter: 'RX_BYTES', averagePerSecond: now }],
      earlier: {
        statistics: [{ counter: 'RX_BYTES', averagePerSecond: before, coveredMilliseconds: covered }],
      },
    },
  ],
});
const findings = (more: { share?: number; name?: string | null; lost?: number; compared?: object }): OverviewFindings =>
  ({
    senders: {
      groups: [{ keys: keys('CONTAINER', more.name ?? 'backup'), sharePercent: more.share ?? 0, total: '1' }],
    },
    losers: { groupCount: 1, groups: [{ keys: keys('INTERFACE', 'eth0'), total: String(more.lost ?? 0) }] },
    compared: more.compared ?? { series: [] },
  }) as unknown as OverviewFindings;

const told = (figures: Partial<Figures>): string[] =>
  insightsOf({ status: null, findings: null, during: 'in the last hour', now: NOW, ...figures }).map(({ parts }) =>
    parts.map((part) => ('text' in part ? part.text : 'name' in part ? part.name : part.host.name)).join(''),
  );

describe('insights', () => {
  it('say who is silent, and since when', () => {
    expect(told({ status: status('db-3') })).toEqual(['db-3 is silent since 14:02']);
    expect(told({ status: status('db-3', 'web-1') })).toEqual(['2 hosts are silent, db-3 since 14:02']);
  });
  it('say who sends most, where it is much', () => {
    const answer = findings({ share: 61.4 });
    expect(told({ findings: answer })).toEqual([
      'backup on web-3 sent 61 % of all that containers sent in the last hour',
    ]);
    expect(told({ findings: findings({ share: 4 }) })).toEqual([]);
  });
  it('keep hostile names as they are, as a part of their own', () => {
    const [insight] = insightsOf({
      ...{ status: null, during: 'today', now: NOW },
      findings: findings({ share: 90, name: HOSTILE }),
    });
    expect(insight?.parts[0]).toEqual({ name: HOSTILE });
  });
  it('say who loses packets, and leave a few out', () => {
    expect(told({ findings: findings({ lost: 12_340 }) })).toEqual([
      'eth0 of web-3 lost 12\u202f340 packets in the last hour',
    ]);
    expect(told({ findings: findings({ lost: 3 }) })).toEqual([]);
  });
  it('compare with the day before, where that is known and differs', () => {
    expect(told({ findings: findings({ compared: lines(230, 100) }) })).toEqual([
      'Traffic is 2.3 × what it was at this time yesterday',
    ]);
    expect(told({ findings: findings({ compared: lines(40, 100) }) })).toEqual([
      'Traffic is 40 % of what it was at this time yesterday',
    ]);
    for (const unknown of [lines(230, null), lines(230, 100, 0), lines(110, 100), lines(230, 0)]) {
      expect(told({ findings: findings({ compared: unknown }) })).toEqual([]);
    }
  });
});

describe('the status', () => {
  it.each([
    [0, 0, 'No host reports yet'],
    [1, 0, 'web-3 reports'],
    [1, 1, 'web-3 is silent'],
    [30, 0, 'All 30 hosts report'],
    [30, 2, '28 of 30 hosts report'],
    [30, 30, 'All 30 hosts are silent'],
  ])('of %i hosts, %i silent, is: %s', (hosts, silent, words) =>
    expect(statusWords(hosts, silent, 'web-3').title).toBe(words),
  );

  it('says how it compares, or nothing', () => {
    expect(comparedWords(null)).toBe('');
    expect(comparedWords(1.1)).toBe('about as much as at this time yesterday');
    expect(comparedWords(2)).toBe('2.0 × as much as at this time yesterday');
    expect(comparedWords(0.4)).toBe('60 % less than at this time yesterday');
  });
});
