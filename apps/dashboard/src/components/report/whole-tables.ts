import type { ReportBlock } from '@weir/model';

/** The blocks of a report, with each long table in one: it comes in parts, of which the first bears the title and the last the note. */
export function wholeTables(blocks: readonly ReportBlock[]): ReportBlock[] {
  const whole: ReportBlock[] = [];
  for (const block of blocks) {
    const before = whole.at(-1);
    if (block.type === 'table' && block.title === null && before?.type === 'table' && before.id === block.id)
      whole[whole.length - 1] = { ...before, rows: [...before.rows, ...block.rows], note: block.note };
    else whole.push(block);
  }
  return whole;
}
