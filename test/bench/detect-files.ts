import { createReadStream, createWriteStream, mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

/** What a detector said of one row. */
export interface Said {
  readonly score: number;
  readonly novelty: number;
  readonly deviation: number;
  /** Of the patterns that go on, as far as is known by then. */
  readonly classes: readonly string[];
}

/** Is told one row after the other, and answers before it is told the next. */
export type Detect = (atMs: number, value: number) => Said;

const HEADER = 'timestamp,score,novelty,deviation,classes\n';

/** The CSV files below a folder, by their path in it. */
export function csvFilesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.csv')).sort();
}

/** Streams one CSV (`timestamp` in ms, `value`; an empty value is no data) through a detector, a row at a time, into another. */
export async function streamCsv(from: string, to: string, detect: Detect): Promise<number> {
  mkdirSync(dirname(to), { recursive: true });
  const output = createWriteStream(to);
  output.write(HEADER);
  let columns: Columns | null = null;
  let rows = 0;
  for await (const line of createInterface({ input: createReadStream(from), crlfDelay: Infinity })) {
    if (line === '') continue;
    if (!columns) {
      columns = columnsOf(line, from);
      continue;
    }
    if (!output.write(rowOf(line.split(','), columns, detect))) await drained(output);
    rows++;
  }
  output.end();
  await finished(output);
  return rows;
}

interface Columns {
  readonly timestamp: number;
  readonly value: number;
}

function columnsOf(header: string, file: string): Columns {
  const names = header.split(',').map((name) => name.trim());
  const columns = { timestamp: names.indexOf('timestamp'), value: names.indexOf('value') };
  if (columns.timestamp < 0 || columns.value < 0) {
    throw new Error(`${file}: its first line must name the columns timestamp and value, and is "${header}"`);
  }
  return columns;
}

function rowOf(fields: readonly string[], columns: Columns, detect: Detect): string {
  const value = fields[columns.value] ?? '';
  const timestamp = fields[columns.timestamp] ?? '';
  const said = detect(Number(timestamp), value.trim() === '' ? NaN : Number(value));
  return `${timestamp},${said.score},${said.novelty},${said.deviation},${said.classes.join(';')}\n`;
}

const drained = (output: NodeJS.WritableStream): Promise<void> =>
  new Promise((resolve) => output.once('drain', () => resolve()));
