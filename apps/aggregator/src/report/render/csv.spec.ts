import { expect, it } from '@jest/globals';
import type { Report, ReportBlock, ReportHead } from '@weir/model';
import { renderCsv } from './csv.js';
import { renderJson, wholeReport } from './json.js';

const at = (text: string): number => Date.parse(text);
const HEAD: ReportHead = {
  ...{ v: 1, kind: 'fleet', title: '=cmd', about: 'How much, and of whom.', madeAtMs: at('2026-11-22T12:00:00Z') },
  ...{ timeZone: 'Asia/Kolkata', fromMs: at('2026-11-20T18:30:00Z'), toMs: at('2026-11-21T18:30:00Z') },
  ...{ before: null, isEmpty: false },
};
const BLOCKS: ReportBlock[] = [
  { type: 'section', id: 's', title: 'Traffic', level: 1 },
  { type: 'text', text: 'It is "much", they say.', tone: 'plain' },
  {
    type: 'figures',
    items: [
      { label: 'Received', unit: 'bytes', value: '18446744073709551616', before: null, note: 'exact' },
      { label: 'Cost', unit: 'money', currency: 'EUR', value: 12.5, note: null },
    ],
  },
  {
    ...{ type: 'table', id: 't', title: 'Hosts', note: 'All of them.' },
    columns: [
      { name: 'host', label: 'Host', unit: 'text' },
      { name: 'at', label: 'When', unit: 'time' },
      { name: 'share', label: 'Share', unit: 'percent' },
    ],
    rows: [
      ['=HYPERLINK("x")', at('2026-11-20T19:00:00Z'), -1.5],
      ['a,b\u202e\r\n名前', null, null],
    ],
  },
  {
    ...{ type: 'lines', id: 'l', title: 'Over time', unit: 'bytesPerSecond', atMs: [at('2026-11-20T18:30:00Z')] },
    ...{ lines: [{ name: 'In', values: [null], before: [5] }], limit: null, isStacked: false },
  },
  {
    ...{ type: 'bars', id: 'b', title: 'Links', unit: 'percent', limit: null },
    bars: [{ name: '@eth0', values: [{ label: 'Use', value: 80 }] }],
  },
  { type: 'shares', id: 'p', title: 'Shares', unit: 'count', parts: [{ name: 'loss', value: 2 }] },
  {
    ...{ type: 'heat', id: 'h', title: 'Week', unit: 'bytesPerSecond', columns: ['00'] },
    rows: [{ name: 'Monday', values: [null] }],
  },
];

const reportOf = (blocks: readonly ReportBlock[]): Report => ({
  head: HEAD,
  blocks: (async function* () {
    for (const block of blocks) yield await Promise.resolve(block);
  })(),
});
const textOf = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
};

it('writes tables one after another, by the clocks of the zone, and none of it runs', async () => {
  expect(await textOf(renderCsv(reportOf(BLOCKS)))).toBe(
    [
      "'=cmd",
      '"How much, and of whom."',
      'From,2026-11-21T00:00:00+05:30',
      'To,2026-11-22T00:00:00+05:30',
      'Time zone,Asia/Kolkata',
      'Made,2026-11-22T17:30:00+05:30',
      '',
      'Traffic',
      '',
      '"It is ""much"", they say."',
      '',
      'Figures',
      'Figure,Unit,Value,Before,Note',
      'Received,bytes,18446744073709551616,,exact',
      'Cost,EUR,12.5,,',
      '',
      'Hosts',
      'Host,When,Share (%)',
      `"'=HYPERLINK(""x"")",2026-11-21T00:30:00+05:30,-1.5`,
      '"a,b\u202e',
      '名前",,',
      'All of them.',
      '',
      'Over time',
      'Time,In (bytes/s),In before (bytes/s)',
      '2026-11-21T00:00:00+05:30,,5',
      '',
      'Links',
      'Name,Use (%)',
      "'@eth0,80",
      '',
      'Shares',
      'Name,Value',
      'loss,2',
      '',
      'Week',
      ',00 (bytes/s)',
      'Monday,',
      '',
    ].join('\r\n'),
  );
});

it('writes JSON that is a whole report again', async () => {
  expect(JSON.parse(await textOf(renderJson(reportOf(BLOCKS))))).toEqual({ head: HEAD, blocks: BLOCKS });
  expect(JSON.parse(await textOf(renderJson(reportOf([]))))).toEqual({ head: HEAD, blocks: [] });
});

it('cuts what is too long for a screen, and says so', async () => {
  const long: ReportBlock = { type: 'text', text: 'x'.repeat(900_000), tone: 'plain' };
  const whole = await wholeReport(reportOf([long, long, long]));
  expect(whole.blocks.slice(0, 2)).toEqual([long, long]);
  expect(whole.blocks[2]).toMatchObject({ tone: 'warning', text: expect.stringMatching(/^The report goes on/) });
  expect((await wholeReport(reportOf(Array<ReportBlock>(3_000).fill(BLOCKS[0]!)))).blocks).toHaveLength(2_001);
  expect((await wholeReport(reportOf(BLOCKS))).blocks).toEqual(BLOCKS);
});
