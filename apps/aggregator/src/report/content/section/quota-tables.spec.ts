import { expect, it } from '@jest/globals';
import type { TableBlock } from '@weir/model';
import type { Quota } from '../../../billing/quota.js';
import type { QuotaCycle } from '../../../billing/quota-cycles.js';
import type { CountedCycle } from '../../../billing/quota.query.js';
import { quotaTables } from './quota-tables.js';

const [OCTOBER, NOVEMBER, DECEMBER] = ['2026-10-01', '2026-11-01', '2026-12-01'].map((day) => Date.parse(day)) as [
  number,
  number,
  number,
];
const OUTLOOK = { usedBytes: 90.4, lowBytes: 80, highBytes: 120, reachesLimitAtMs: null };

function told(name: string, limitBytes: bigint | null, more: Partial<CountedCycle> = {}): QuotaCycle {
  const quota: Quota = {
    ...{ id: name, name, subject: { kind: 'fleet', host: null, name: null }, measure: 'in', limitBytes },
    ...{ cycle: { kind: 'monthly', resetDay: 1, resetMinute: 0, timeZone: 'UTC' } },
    ...{ includedBytes: 0n, pricePerGb: null, currency: null },
  };
  const cycle: CountedCycle = {
    ...{ fromMs: NOVEMBER, toMs: DECEMBER, countedFromMs: NOVEMBER, countedUntilMs: DECEMBER, isClosed: false },
    ...{ receivedBytes: 50n, transmittedBytes: 0n, usedBytes: 50n, coveredPercent: 75 },
    ...{ usedPercent: limitBytes === null ? null : 50, cost: null, outlook: OUTLOOK, expectedCost: null, ...more },
  };
  return { quota, cycle };
}

const tablesOf = (all: readonly QuotaCycle[]): TableBlock[] =>
  [...quotaTables(all, new Map(), 'UTC')].filter((block) => block.type === 'table');

it('tells no limit of what has none, and what is expected of what is under way alone', () => {
  const over = { fromMs: OCTOBER, toMs: NOVEMBER, isClosed: true, outlook: null };
  const tables = tablesOf([told('limited', 100n), told('limited', 100n, over), told('free', null)]);
  const cycle = (name: string, fromMs: number, toMs: number): unknown[] => [
    ...[name, 'all hosts', 'received', fromMs, toMs, 50],
  ];
  expect(tables.map(({ id, rows }) => [id, rows])).toEqual([
    [
      'quotas',
      [
        [...cycle('limited', NOVEMBER, DECEMBER), 100, 50, 75],
        [...cycle('limited', OCTOBER, NOVEMBER), 100, 50, 75],
      ],
    ],
    ['quotas-unlimited', [[...cycle('free', NOVEMBER, DECEMBER), 75]]],
    [
      'quotas-expected',
      [
        ['limited', DECEMBER, 90, 80, 120, 'not in this cycle'],
        ['free', DECEMBER, 90, 80, 120, 'has none'],
      ],
    ],
  ]);
  for (const { columns, rows } of tables) expect(rows.every((row) => row.length === columns.length)).toBe(true);
});

it('tells when a limit is reached, and nothing where that is not known', () => {
  const at = { ...OUTLOOK, reachesLimitAtMs: Date.parse('2026-11-28T13:05Z') };
  const [, expected] = tablesOf([
    told('soon', 100n, { outlook: at }),
    told('over', 40n),
    told('young', 100n, { outlook: null }),
  ]);
  expect(expected?.rows.map((row) => row.at(-1))).toEqual(['28 November 2026 at 13:05', 'already', null]);
  expect(expected?.rows.at(-1)?.slice(2, 5)).toEqual([null, null, null]);
});
