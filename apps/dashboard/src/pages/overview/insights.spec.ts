import { describe, expect, it } from '@jest/globals';
import type { AlertSummary } from '../../api/operations/alerts.js';
import type { Compared, OverviewStatus, RankedFirst, SendsMost } from '../../api/operations/overview.js';
import { factorOf, type Figures, type InsightPart, insightsOf } from './insights.js';
import type { OpenPatterns } from '../patterns/use-open-patterns.js';
import { newestWords } from '../../format/span.js';
import { comparedWords, isUnusual, statusWords } from './status-words.js';

const NOW = new Date(2026, 10, 21, 15, 0).getTime();
const HOSTILE = '<img src=x onerror=alert(1)>';
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

const status = (...silent: string[]): OverviewStatus =>
  ({
    ...{ hosts: { totalCount: 30, nodes: [] }, containers: { totalCount: 9 } },
    silent: { totalCount: silent.length, nodes: silent.map((name) => ({ id: name, name, lastSeen: ago(58) })) },
  }) as unknown as OverviewStatus;
const keys = (dimension: string, name: string | null) => [
  { dimension, value: name, name },
  { dimension: 'HOST', value: 'h', name: 'web-3' },
];
const lines = (now: number | null, before: number | null, covered = 900_000): Compared =>
  ({
    series: [
      {
        statistics: [{ counter: 'RX_BYTES', averagePerSecond: now }],
        earlier: {
          statistics: [{ counter: 'RX_BYTES', averagePerSecond: before, coveredMilliseconds: covered }],
        },
      },
    ],
  }) as unknown as Compared;
const sent = (sharePercent: number, name: string | null = 'backup'): RankedFirst =>
  ({ keys: keys('CONTAINER', name), sharePercent, total: '1' }) as RankedFirst;
const lost = (packets: number): RankedFirst =>
  ({ keys: keys('INTERFACE', 'eth0'), sharePercent: null, total: String(packets) }) as RankedFirst;
const sends = (name: string, txBytesPerSecond: number | null): SendsMost =>
  ({ id: 'c', name, rates: { txBytesPerSecond }, host: { id: 'h', name: 'web-3' } }) as unknown as SendsMost;

const figuresOf = (figures: Partial<Figures>): Figures => ({
  ...{
    status: null,
    isFiltered: false,
    firing: null,
    open: null,
    sends: null,
    sent: null,
    lost: null,
    during: 'in the last hour',
    now: NOW,
  },
  ...{ rate: (bytes) => `${bytes} B/s`, ...figures },
});
function wordOf(part: InsightPart): string {
  if ('text' in part) return part.text;
  if ('pattern' in part) return part.pattern.sentence;
  if ('alerts' in part) return part.alerts;
  return 'entity' in part ? part.entity.name : part.container.name;
}
const told = (figures: Partial<Figures>): string[] =>
  insightsOf(figuresOf(figures)).map(({ parts }) => parts.map(wordOf).join(''));

describe('insights', () => {
  it('tell first what fires, how bad it is, and what the worst says', () => {
    const summary = { critical: 1, warning: 2, info: 0 } as AlertSummary;
    const worst = 'host `db-3` has sent nothing for 30 s.';
    expect(told({ firing: { summary, worst }, status: status('db-3') })).toEqual([
      '1 critical, 2 warnings fire: host db-3 has sent nothing for 30 s',
      'db-3 is silent since 14:02',
    ]);
    const one = { ...summary, critical: 0, warning: 1 };
    const [insight] = insightsOf(figuresOf({ firing: { summary: one, worst: null } }));
    expect(insight).toMatchObject({ tone: 'warn', parts: [{ alerts: '1 warning fires' }, { text: '' }] });
    expect(told({ firing: { summary: { ...summary, critical: 0, warning: 0 }, worst: null } })).toEqual([]);
  });
  it('say who is silent, and since when', () => {
    expect(told({ status: status('db-3') })).toEqual(['db-3 is silent since 14:02']);
    expect(told({ status: status('db-3', 'web-1') })).toEqual(['2 hosts are silent, db-3 since 14:02']);
  });
  it('tell the strongest pattern that is on before what is only large, and after who is silent', () => {
    const pattern = { id: '7', sentence: '`backup` on web-3 was flooded since 14:02.' };
    const open = { patterns: [pattern, { id: '8', sentence: 'Another.' }], totalCount: 2 } as unknown as OpenPatterns;
    expect(told({ open, sends: sends('backup', 5_000), status: status('db-3') })).toEqual([
      'db-3 is silent since 14:02',
      '`backup` on web-3 was flooded since 14:02',
      'backup on web-3 sends most now, 5000 B/s',
    ]);
  });
  it('say who sends most now, and that it did before, too', () => {
    expect(told({ sends: sends('backup', 5_000) })).toEqual(['backup on web-3 sends most now, 5000 B/s']);
    expect(told({ sends: sends('backup', 5_000), sent: sent(61.4) })).toEqual([
      'backup on web-3 sends most now, 5000 B/s, and sent 61 % of all that containers sent in the last hour',
    ]);
    expect(told({ sends: sends('shop', 5_000), sent: sent(61.4) })).toEqual([
      'shop on web-3 sends most now, 5000 B/s',
      'backup on web-3 sent 61 % of all that containers sent in the last hour',
    ]);
    expect(told({ sends: sends('idle', 0) })).toEqual([]);
    expect(told({ sends: sends('untold', null) })).toEqual([]);
  });
  it('say why there is no container, where there is none', () => {
    const lonely = (docker: string | null): OverviewStatus =>
      ({
        ...{ hosts: { totalCount: 1, nodes: [{ docker }] }, containers: { totalCount: 0 } },
        silent: { totalCount: 0, nodes: [] },
      }) as unknown as OverviewStatus;
    expect(told({ status: lonely('ABSENT') })).toEqual([
      'No container is known: the agent finds no Docker socket (DOCKER_HOST)',
    ]);
    expect(told({ status: lonely('CONNECTED') })).toEqual(['No container runs here']);
    expect(told({ status: lonely('ABSENT'), isFiltered: true })).toEqual([]);
  });
  it('say who sent most, where it is much', () => {
    expect(told({ sent: sent(61.4) })).toEqual([
      'backup on web-3 sent 61 % of all that containers sent in the last hour',
    ]);
    expect(told({ sent: sent(4) })).toEqual([]);
  });
  it('keep hostile names as they are, and lead to what they name', () => {
    const [insight] = insightsOf(figuresOf({ sent: sent(90, HOSTILE), sends: null }));
    expect(insight?.parts[0]).toEqual({ container: { name: HOSTILE, host: 'web-3' } });
    expect(insightsOf(figuresOf({ lost: lost(500) }))[0]?.parts[0]).toEqual({
      entity: { kind: 'interface', id: 'eth0', name: 'eth0' },
    });
  });
  it('say who loses packets, and leave a few out', () => {
    expect(told({ lost: lost(12_340) })).toEqual(['eth0 of web-3 lost 12,340 packets in the last hour']);
    expect(told({ lost: lost(3) })).toEqual([]);
  });
});

describe('the day before', () => {
  it('is compared with, where it is known', () => {
    expect(factorOf(lines(230, 100))).toBe(2.3);
    for (const unknown of [lines(230, null), lines(230, 100, 0), lines(230, 0)]) expect(factorOf(unknown)).toBeNull();
  });
  it.each([
    [null, '', false],
    [1.1, 'In the last hour about as much as a day before', false],
    [2.04, 'In the last hour 2.0 × as much as a day before', true],
    [0.4, 'In the last hour 60 % less than a day before', true],
  ])('by a factor of %s is told as: %s', (factor, words, unusual) => {
    expect(comparedWords(factor, 'in the last hour')).toBe(words);
    expect(isUnusual(factor)).toBe(unusual);
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
    expect(statusWords({ hosts, silent, only: 'web-3', isHeard: false }).title).toBe(words),
  );

  it('calls nobody silent where the store is late', () => {
    const heard = { hosts: 30, only: 'web-3', isHeard: true };
    expect(statusWords({ ...heard, silent: 30 }).title).toBe('What hosts report is stored late');
    expect(statusWords({ ...heard, silent: 29 }).title).toBe('1 of 30 hosts report');
  });

  it('has the newest figure of the time that it is of', () => {
    expect([1_000, 5_000, 6_000, 60_000, 2_016_000].map((stepMs) => newestWords(true, stepMs))).toEqual([
      ...['now', 'now', 'last 6 s', 'last min', 'last 33 min 36 s'],
    ]);
    expect(newestWords(false, 1_000)).toBe('at the end');
  });
});
