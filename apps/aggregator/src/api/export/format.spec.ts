import { describe, expect, it } from '@jest/globals';
import { FORMAT, type FormatName, FORMATS } from './format.js';
import type { Column } from './table.js';

interface Row {
  readonly name: string;
  readonly rate: number | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { name: 'name', cell: ({ name }) => name },
  { name: 'rxBytesPerSecond', cell: ({ rate }) => rate },
  { name: '__proto__', cell: ({ name }) => [name] },
];
const ROWS: readonly Row[] = [
  { name: '=1', rate: -1.5 },
  { name: 'b\u2028', rate: null },
  { name: 'c', rate: 0 },
];

function written(name: FormatName, batches: readonly (readonly Row[])[]): string {
  const format = FORMAT[name];
  let isFirst = true;
  let text = format.begin(COLUMNS);
  for (const rows of batches) {
    text += format.rows(COLUMNS, rows, isFirst);
    isFirst &&= rows.length === 0;
  }
  return text + format.end;
}

describe('formats', () => {
  it('write CSV with a header', () => {
    expect(written('csv', [ROWS.slice(0, 1), ROWS.slice(1)])).toBe(
      "name,rxBytesPerSecond,__proto__\r\n'=1,-1.5,'=1\r\nb\u2028,,b\u2028\r\nc,0,c\r\n",
    );
  });

  it('write one JSON array, whatever the batches', () => {
    for (const batches of [[ROWS], [[], ROWS.slice(0, 1), [], ROWS.slice(1)]]) {
      const rows = JSON.parse(written('json', batches)) as Record<string, unknown>[];
      expect(rows.map((row) => Object.entries(row))).toEqual(
        ROWS.map(({ name, rate }) => [
          ['name', name],
          ['rxBytesPerSecond', rate],
          ['__proto__', [name]],
        ]),
      );
    }
  });

  it('write an object a line', () => {
    const lines = written('ndjson', [ROWS]).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => (JSON.parse(line) as Row).name)).toEqual(['=1', 'b\u2028', 'c']);
  });

  it.each(FORMATS)('write %s of no rows that can be read', (name) => {
    const empty = written(name, []);
    if (name === 'json') expect(JSON.parse(empty)).toEqual([]);
    else expect(empty).toBe(name === 'csv' ? 'name,rxBytesPerSecond,__proto__\r\n' : '');
  });
});
