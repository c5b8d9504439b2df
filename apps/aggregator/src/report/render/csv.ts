import { csvLine, type Report, type ReportBlock, type ReportCell, type ReportHead, type ReportUnit } from '@weir/model';
import { isoText } from './iso-text.js';

const UNIT_TEXTS: Readonly<Record<ReportUnit, string>> = {
  text: '',
  count: '',
  bytes: 'bytes',
  bytesPerSecond: 'bytes/s',
  packets: 'packets',
  packetsPerSecond: 'packets/s',
  percent: '%',
  seconds: 's',
  milliseconds: 'ms',
  time: '',
  money: '',
};

/** Of longer texts a part is handed on. */
const PIECE_CHARACTERS = 64 * 1024;

type Line = readonly ReportCell[];

/**
 * A report as CSV (RFC 4180): one table after another, each with a line that names it and one of its columns with their units,
 * an empty line between. Times are ISO 8601 by the clocks of the report's zone; what is not known is empty.
 */
export async function* renderCsv({ head, blocks }: Report): AsyncGenerator<string> {
  let piece = textOf(headLines(head));
  for await (const block of blocks) {
    piece += `\r\n${textOf(linesOf(block, head.timeZone))}`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function textOf(lines: Iterable<Line>): string {
  let text = '';
  for (const line of lines) text += csvLine(line);
  return text;
}

function headLines({ title, about, fromMs, toMs, before, madeAtMs, timeZone }: ReportHead): Line[] {
  const time = (ms: number): string => isoText(ms, timeZone);
  return [
    ...[[title], [about], ['From', time(fromMs)], ['To', time(toMs)]],
    ...(before ? [['Compared with', time(before.fromMs), time(before.toMs)]] : []),
    ...[
      ['Time zone', timeZone],
      ['Made', time(madeAtMs)],
    ],
  ];
}

function linesOf(block: ReportBlock, timeZone: string): Iterable<Line> {
  switch (block.type) {
    case 'section':
      return [[block.title]];
    case 'text':
      return [[block.text]];
    case 'figures':
      return figureLines(block, timeZone);
    case 'table': {
      const { title, columns, rows, note } = block;
      const cells = (row: Line): Line => row.map((cell, index) => cellOf(cell, columns[index]?.unit, timeZone));
      const headings = columns.map(({ label, unit, currency }) => heading(label, unit, currency));
      return [...titleLine(title), headings, ...rows.map(cells), ...(note === null ? [] : [[note]])];
    }
    case 'lines':
      return chartLines(block, timeZone);
    case 'bars': {
      const labels = block.bars[0]?.values.map(({ label }) => heading(label, block.unit)) ?? [];
      return [
        [block.title],
        ['Name', ...labels],
        ...block.bars.map(({ name, values }) => [name, ...values.map(({ value }) => value)]),
      ];
    }
    case 'shares':
      return [
        [block.title],
        ['Name', heading('Value', block.unit)],
        ...block.parts.map(({ name, value }) => [name, value]),
      ];
    case 'heat': {
      const headings = block.columns.map((each) => heading(each, block.unit));
      return [[block.title], ['', ...headings], ...block.rows.map(({ name, values }) => [name, ...values])];
    }
  }
}

function figureLines({ items }: Extract<ReportBlock, { type: 'figures' }>, timeZone: string): Line[] {
  const isCompared = items.some(({ before }) => before !== undefined);
  return [
    ['Figures'],
    ['Figure', 'Unit', 'Value', ...(isCompared ? ['Before'] : []), 'Note'],
    ...items.map(({ label, unit, currency, value, before, note }) => [
      ...[label, currency ?? UNIT_TEXTS[unit], cellOf(value, unit, timeZone)],
      ...(isCompared ? [cellOf(before ?? null, unit, timeZone)] : []),
      note ?? '',
    ]),
  ];
}

function* chartLines(
  { title, unit, atMs, lines }: Extract<ReportBlock, { type: 'lines' }>,
  timeZone: string,
): Generator<Line> {
  yield [title];
  const columns = lines.flatMap(({ name, values, before }) => [
    { label: name, values },
    ...(before ? [{ label: `${name} before`, values: before }] : []),
  ]);
  yield ['Time', ...columns.map(({ label }) => heading(label, unit))];
  for (const [step, ms] of atMs.entries())
    yield [isoText(ms, timeZone), ...columns.map(({ values }) => values[step] ?? null)];
}

const titleLine = (title: string | null): Line[] => (title === null ? [] : [[title]]);

function heading(label: string, unit: ReportUnit, currency?: string): string {
  const text = currency ?? UNIT_TEXTS[unit];
  return text === '' ? label : `${label} (${text})`;
}

function cellOf(cell: ReportCell, unit: ReportUnit | undefined, timeZone: string): ReportCell {
  return unit === 'time' && typeof cell === 'number' ? isoText(cell, timeZone) : cell;
}
