import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A word on a page, in points from its upper left corner. */
export interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A PDF as poppler reads it: what it says of itself, and the words of each page. */
export interface ReadPdf {
  readonly info: string;
  readonly pages: readonly (readonly Word[])[];
  /** What poppler complained of. */
  readonly faults: string;
}

export async function readPdf(pdf: Uint8Array): Promise<ReadPdf> {
  const folder = await mkdtemp(join(tmpdir(), 'weir-pdf-'));
  const file = join(folder, 'report.pdf');
  try {
    await writeFile(file, pdf);
    const [info, places, words] = await Promise.all([
      run('pdfinfo', [file]),
      run('pdfinfo', ['-dests', file]),
      run('pdftotext', ['-bbox', file, '-'], { maxBuffer: 2 ** 26 }),
    ]);
    // Draws every page, and so finds what only drawing would.
    const drawn = await run('pdftoppm', ['-r', '20', '-png', file, join(folder, 'page')]);
    return {
      info: info.stdout + places.stdout,
      pages: pagesOf(words.stdout),
      faults: info.stderr + words.stderr + drawn.stderr,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Words of a page that lie on one another, other than by the blank part of their lines. */
export function overlapping(words: readonly Word[]): string[] {
  const pairs: string[] = [];
  const inOrder = [...words].sort((a, b) => a.top - b.top);
  inOrder.forEach((word, index) => {
    for (const other of inOrder.slice(index + 1)) {
      if (other.top > word.bottom) break;
      if (lieOnEachOther(word, other)) pairs.push(`${word.text} | ${other.text}`);
    }
  });
  return pairs;
}

/** The room that a typeface asks for above and below its letters is a third of a line's. */
function lieOnEachOther(one: Word, other: Word): boolean {
  const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return wide > 0.5 && high > Math.min(one.bottom - one.top, other.bottom - other.top) * 0.35;
}

function pagesOf(bbox: string): Word[][] {
  return bbox.split('<page ').slice(1).map(wordsOf);
}

function wordsOf(page: string): Word[] {
  const found = page.matchAll(/<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">([^]*?)<\/word>/g);
  return Array.from(found, ([, left, top, right, bottom, text = '']) => ({
    ...{ left: Number(left), top: Number(top), right: Number(right), bottom: Number(bottom), text: plain(text) },
  }));
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
