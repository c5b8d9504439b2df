import { beforeAll, expect, it } from '@jest/globals';
import type { Report, ReportBlock, ReportCell, ReportColumn, ReportHead } from '@weir/model';
import { blocksOf, HEAD } from '../bench/report-blocks.js';
import { hostileBlocks } from '../support/reports/hostile-blocks.js';
import { overlapping, readPdf, type ReadPdf, type Word } from '../support/reports/pdf-words.js';
import { describeIf, poppler } from '../support/requirements.js';

// As it is deployed: the thread that writes is a file of its own.
const BUILT = new URL('../../apps/aggregator/dist/report/render/pdf/render-pdf.js', import.meta.url);
const { renderPdf } = (await import(BUILT.href)) as {
  renderPdf: (report: Report, signal: AbortSignal, onPage?: (pages: number) => void) => AsyncIterable<Uint8Array>;
};

/** A4, in points, and what is left free at its sides and above. */
const [WIDTH, HEIGHT, MARGIN] = [595.28, 841.89, 49];
const NEVER = new AbortController().signal;

async function* streamOf(blocks: Iterable<ReportBlock>): AsyncIterable<ReportBlock> {
  yield* blocks;
}

async function taken(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function written(head: ReportHead, blocks: Iterable<ReportBlock>): Promise<ReadPdf> {
  return readPdf(await taken(renderPdf({ head, blocks: streamOf(blocks) }, NEVER)));
}

function tableOf(columns: ReportColumn[], rows: ReportCell[][]): ReportBlock[] {
  const table: ReportBlock = { type: 'table', id: 'costs', title: null, columns, rows, note: null };
  return [{ type: 'section', id: 'a', title: 'A', level: 1 }, table];
}

const textOf = (words: readonly Word[] = []): string => words.map(({ text }) => text).join(' ');

function expectClean({ pages, faults }: ReadPdf): void {
  expect(faults).toBe('');
  const outside = pages
    .flat()
    .filter(
      ({ left, top, right, bottom }) => left < MARGIN || right > WIDTH - MARGIN || top < 25 || bottom > HEIGHT - 22,
    );
  expect(outside).toEqual([]);
  expect(pages.flatMap(overlapping)).toEqual([]);
}

describeIf(poppler, 'reports as PDF', () => {
  let usual: ReadPdf;
  let hostile: ReadPdf;
  beforeAll(async () => {
    const blocks = [0, 1].flatMap((section) => [...blocksOf(section)]);
    usual = await written({ ...HEAD, before: { fromMs: 0, toMs: 1 } }, blocks);
    hostile = await written({ ...HEAD, title: 'x'.repeat(400), about: 'y '.repeat(9_000) }, hostileBlocks(HEAD.fromMs));
  });

  it('have all text on the page, and none on another', () => {
    expectClean(usual);
    expectClean(hostile);
  });

  it('say what they are, of when, in which zone, and what is in them on which page', () => {
    const cover = textOf(usual.pages[0]);
    expect(cover).toContain(`Fleet report ${HEAD.title}`);
    expect(cover).toContain('2026-10-01 02:00 to 2026-11-01 01:00');
    expect(cover).toContain('Europe/Berlin');
    expect(usual.info).toContain(`Title:           ${HEAD.title}`);
    const second = usual.pages.findIndex((words, index) => index > 0 && textOf(words).includes('Part 2'));
    expect(cover).toMatch(new RegExp(`Contents Part 1 2 Part 2 ${second + 1} `));
    expect(usual.info).toContain('"section-000001"');
  });

  it('number all pages, and tell on each what they are of', () => {
    const count = usual.pages.length;
    usual.pages.forEach((words, index) => expect(textOf(words)).toContain(`Page ${index + 1} of ${count}`));
    usual.pages.slice(1).forEach((words) => expect(textOf(words)).toContain(HEAD.title));
  });

  it('tell the head of a table again on each page that it goes on on, and lose no row', () => {
    const text = usual.pages.map(textOf);
    expect(text.filter((page) => page.includes('Hosts (continued) Host Received')).length).toBeGreaterThan(4);
    const rows = text.join(' ').matchAll(/host-1-(\d+)\S+ [\d.]+ [GT]B [\d.]+ [GT]B [\d.]+ Mbit/g);
    expect(Array.from(rows, ([, row]) => Number(row))).toEqual(Array.from({ length: 160 }, (_, row) => row));
  });

  it('break no day and no clock of a table that has little room, but text beside it', async () => {
    const columns = [
      { name: 'quota', label: 'Quota', unit: 'text' as const },
      ...['from', 'until'].map((name) => ({ name, label: name, unit: 'time' as const })),
      ...['used', 'included'].map((name) => ({ name, label: name, unit: 'bytes' as const })),
      ...['price', 'cost', 'more'].map((name) => ({ name, label: name, unit: 'money' as const, currency: 'EUR' })),
    ];
    const midnight = Date.parse('2026-11-01T00:00:00+01:00');
    const row = ['Transit of Frankfurt, both ways', midnight, midnight, 17.2e12, 1e12, 0.0123, 150.2, 210.5];
    const read = await written(HEAD, tableOf(columns, [row]));
    expectClean(read);
    expect(textOf(read.pages[1])).toMatch(/2026-11-01 (00:00 )?2026-11-01/);
  });

  it('have letters of a table with long names that are no smaller than those below the page', async () => {
    const columns = [
      ...['quota', 'of', 'counts'].map((name) => ({ name, label: name, unit: 'text' as const })),
      ...['from', 'until'].map((name) => ({ name, label: name, unit: 'time' as const })),
      ...['used', 'limit'].map((name) => ({ name, label: name, unit: 'bytes' as const })),
      ...['Used of it', 'Known'].map((name) => ({ name, label: name, unit: 'percent' as const })),
    ];
    const names = ['Contract 4711-B/2026 with the carrier', 'host db-1.fra.example.net', 'the larger way'];
    const row = [...names, HEAD.fromMs, HEAD.toMs, 999.4e9, 123.4e12, 100.4, 99.95];
    const read = await written(HEAD, tableOf(columns, [row]));
    expectClean(read);
    const words = read.pages[1] ?? [];
    const heightOf = (text: string): number => {
      const { top, bottom } = words.find((word) => word.text === text) as Word;
      return bottom - top;
    };
    expect(heightOf('4711-B/2026')).toBeGreaterThanOrEqual(heightOf('Page') - 0.01);
  });

  it('show names of any script, and a mark for what cannot be shown', () => {
    const text = hostile.pages.map(textOf).join(' ');
    for (const shown of [
      '<img src=x onerror=alert(1)>',
      '日本語',
      '容器网络流量报告',
      '컨테이너',
      'ελληνικά',
      'Кириллица',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).toMatch(/[\u0590-\u05ff]/);
    expect(text).toContain('\ufffdgnp.evil\ufffd name');
    expect(text).not.toMatch(/[\u202e\u0000\u0007]/);
  });

  it('say on the first page that nothing is known', async () => {
    const { pages } = await written({ ...HEAD, isEmpty: true }, [
      { type: 'text', text: 'Nothing came.', tone: 'note' },
    ]);
    expect(textOf(pages[0])).toContain('Nothing is known of this range');
    expect(textOf(pages[1])).toContain('Nothing came.');
    expect((await written({ ...HEAD, isEmpty: true }, [])).pages).toHaveLength(1);
  });

  it('have a table of contents of its own pages where the cover has no room for it', async () => {
    const titles = Array.from({ length: 60 }, (_, index) => `Chapter ${index}`);
    const { pages } = await written(
      HEAD,
      titles.map((title, index) => ({ type: 'section', id: String(index), title, level: 1 })),
    );
    expect(textOf(pages[1])).toContain('Contents Chapter 0 4 Chapter 1 4');
    expect(textOf(pages[2])).toMatch(new RegExp(`^.*Contents \\(continued\\) .*Chapter 59 ${pages.length}`));
    expect(textOf(pages.at(-1))).toContain('Chapter 59');
    // Short ones share a page, as far as half of it is left.
    expect(pages.slice(3).every((words) => words.filter(({ text }) => text === 'Chapter').length > 1)).toBe(true);
  });

  it('end soon after they are cancelled, and take no more of what they are made from', async () => {
    let [asked, ended] = [0, false];
    async function* endless(): AsyncIterable<ReportBlock> {
      try {
        for (; ; asked += 1) yield* blocksOf(asked);
      } finally {
        ended = true;
      }
    }
    const controller = new AbortController();
    const onPage = (pages: number): void => (pages === 3 ? controller.abort(new Error('cancelled')) : undefined);
    await expect(taken(renderPdf({ head: HEAD, blocks: endless() }, controller.signal, onPage))).rejects.toThrow(
      'cancelled',
    );
    expect(ended).toBe(true);
    expect(asked).toBeLessThan(3);
  });

  it('fail with what failed: in what they are made from, or in writing', async () => {
    async function* failing(): AsyncIterable<ReportBlock> {
      yield { type: 'section', id: 'a', title: 'A', level: 1 };
      throw new Error('the database went away');
    }
    const write = (blocks: AsyncIterable<ReportBlock>): Promise<Buffer> =>
      taken(renderPdf({ head: HEAD, blocks }, NEVER));
    await expect(write(failing())).rejects.toThrow('the database went away');
    await expect(write(streamOf([{ type: 'table' } as ReportBlock]))).rejects.toThrow('Cannot read properties');
  });
});
