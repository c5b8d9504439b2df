import type { Report, WholeReport } from '@weir/model';

/** A report as one JSON document, a `WholeReport`, a block a line. */
export async function* renderJson({ head, blocks }: Report): AsyncGenerator<string> {
  let piece = `{"head":${JSON.stringify(head)},"blocks":[`;
  let isFirst = true;
  for await (const block of blocks) {
    yield `${piece}${isFirst ? '' : ','}\n${JSON.stringify(block)}`;
    piece = '';
    isFirst = false;
  }
  yield `${piece}\n]}\n`;
}

/** What a screen takes. */
const MOST_BLOCKS = 2_000;
const MOST_CHARACTERS = 2_000_000;
const CUT = 'The report goes on: it is too long for the screen. Take it as a file to see the rest.';

/** A report as one document that is never too long: what does not fit is left out, and it says so. */
export async function wholeReport({ head, blocks }: Report): Promise<WholeReport> {
  const whole: WholeReport = { head, blocks: [] };
  let characters = 0;
  for await (const block of blocks) {
    characters += JSON.stringify(block).length;
    if (characters > MOST_CHARACTERS || whole.blocks.length >= MOST_BLOCKS) {
      whole.blocks.push({ type: 'text', text: CUT, tone: 'warning' });
      break;
    }
    whole.blocks.push(block);
  }
  return whole;
}
