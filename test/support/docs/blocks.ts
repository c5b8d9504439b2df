/** A fenced block of a Markdown file. */
export interface Block {
  /** What stands behind the fence, such as `graphql` or `json answer`. */
  readonly info: string;
  readonly text: string;
  /** The heading that it stands under. */
  readonly heading: string;
  /** Line of its fence, from 1. */
  readonly line: number;
}

interface Open {
  readonly info: string;
  readonly line: number;
  readonly lines: string[];
}

/** All fenced blocks of a Markdown file, in their order. */
export function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let open: Open | null = null;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^\s*```(.*)$/.exec(line)?.[1]?.trim();
    if (open && fence === '') {
      blocks.push({ info: open.info, text: open.lines.join('\n'), heading, line: open.line });
      open = null;
    } else if (open) open.lines.push(line);
    else if (fence !== undefined) open = { info: fence, line: index + 1, lines: [] };
    else heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading;
  }
  if (open) throw new Error(`the block in line ${open.line} has no end`);
  return blocks;
}
