import type { ReportBlock, ReportUnit } from '@weir/model';

/** What hosts, containers and people may call themselves. */
export const HOSTILE_NAMES = [
  '<img src=x onerror=alert(1)>',
  '\u202egnp.evil\u202c name',
  'شبكة-الخادم الرئيسية (prod)',
  'שרת-web 01 ראשי',
  '日本語のコンテナ名前が長い場合にどうなるか',
  '容器网络流量报告',
  '컨테이너',
  '😀🎉👩‍👩‍👧‍👦🇩🇪',
  'a\u0000b\u0007c\r\nd\te',
  'x'.repeat(300),
  'W'.repeat(300),
  'Z\u0351\u0352\u0353\u0354\u0355\u0356\u0357algo',
  'ไทย हिन्दी ελληνικά Кириллица',
  '\ud800 alone',
  '/'.repeat(200),
  '',
  '   ',
  '\u200b\u200d',
  'goes.on/and/on:with,every;kind=of-separator_'.repeat(6),
];

const MINUTE_MS = 60_000;
const COUNT = HOSTILE_NAMES.length;
const name = (index: number): string => HOSTILE_NAMES[index % COUNT] ?? '';

/** Blocks of every kind, in which everything that has a name has one of these. */
export function hostileBlocks(fromMs: number): ReportBlock[] {
  const atMs = Array.from({ length: 60 }, (_, index) => fromMs + index * MINUTE_MS);
  const limit = { label: name(9), value: 5 };
  const values = (seed: number): (number | null)[] =>
    atMs.map((_, index) => (index === 30 ? null : (index * 7 + seed) % 11));
  const parts = HOSTILE_NAMES.map((each, index) => ({ name: each, value: index }));
  const lines = HOSTILE_NAMES.map((each, index) => ({ name: each, values: values(index), before: values(index + 1) }));
  const bars = HOSTILE_NAMES.map((each, index) => ({
    name: each,
    values: [
      { label: name(2), value: index },
      { label: name(6), value: null },
    ],
  }));
  const rows = HOSTILE_NAMES.map((each, index) => ({
    name: each,
    values: HOSTILE_NAMES.map((_, at) => (index * at) % 9),
  }));
  const named = { id: name(0), title: name(9), unit: 'bytesPerSecond' as ReportUnit };
  return [
    { type: 'section', id: name(8), title: name(18), level: 1 },
    { type: 'text', text: HOSTILE_NAMES.join('\n'), tone: 'plain' },
    { type: 'text', text: HOSTILE_NAMES.join('\n'), tone: 'warning' },
    { type: 'text', text: 'x'.repeat(50_000), tone: 'note' },
    { type: 'section', id: '', title: name(4) + name(5), level: 2 },
    {
      type: 'figures',
      items: HOSTILE_NAMES.map((label, index) => ({
        label,
        unit: 'text',
        value: name(index + 5),
        before: name(index + 3),
        note: name(index + 9),
      })),
    },
    {
      type: 'table',
      id: '',
      title: name(2),
      columns: HOSTILE_NAMES.slice(8, 12).map((label) => ({ name: label, label, unit: 'text' })),
      rows: HOSTILE_NAMES.map((_, row) => [0, 5, 9, 14].map((column) => name(row + column))),
      note: name(10),
    },
    {
      type: 'table',
      id: '',
      title: 'More columns than a page is wide',
      columns: Array.from({ length: 30 }, (_, index) => ({ name: '', label: `Column ${index}`, unit: 'bytes' })),
      rows: [Array.from({ length: 30 }, (_, index) => 1.2345e11 * index)],
      note: null,
    },
    {
      type: 'table',
      id: '',
      title: 'Too few cells',
      columns: [
        { name: 'a', label: 'A', unit: 'bytes' },
        { name: 'b', label: 'B', unit: 'time' },
      ],
      rows: [[], [1]],
      note: null,
    },
    { type: 'lines', ...named, atMs, lines, limit, isStacked: false },
    { type: 'lines', ...named, atMs, lines, limit: null, isStacked: true },
    { type: 'lines', ...named, atMs: [], lines: [], limit: null, isStacked: true },
    { type: 'lines', ...named, atMs: [fromMs], lines: [{ name: '', values: [1] }], limit: null, isStacked: false },
    { type: 'bars', ...named, bars, limit },
    { type: 'bars', ...named, bars: [], limit: null },
    { type: 'shares', ...named, parts },
    { type: 'shares', ...named, parts: [] },
    { type: 'heat', ...named, columns: HOSTILE_NAMES, rows },
    { type: 'heat', ...named, columns: [], rows: [] },
    { type: 'section', id: '', title: '', level: 1 },
  ];
}
