import { type Block, readBlocks } from './blocks.js';

/** Something in a document that a reader can try: a block that is run, with what belongs to it. */
export interface Example {
  /** Where it stands, for the name of its test. */
  readonly title: string;
  readonly kind: ExampleKind;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The answer that the document shows, if any. */
  readonly answer: Shown | null;
}

/** How an example is run. */
export type ExampleKind = 'graphql' | 'sh' | 'js';

/** An answer that is shown: JSON, or the lines of a CSV file. */
export type Shown =
  { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'csv'; readonly text: string };

const KINDS: readonly string[] = ['graphql', 'sh', 'js'] satisfies ExampleKind[];

/** The examples of a document. A block that is neither run nor belongs to one that is, is a fault of the document. */
export function readExamples(markdown: string): Example[] {
  const examples: Example[] = [];
  for (const block of readBlocks(markdown)) {
    const last = examples.at(-1);
    if (isKind(block.info)) examples.push(exampleOf(block.info, block));
    else if (last && !last.answer) examples.splice(-1, 1, withBlock(last, block));
    else throw faultOf(block);
  }
  return examples;
}

/** What operation an example of GraphQL asks, if it is one. */
export function operationOf({ kind, text }: Example): { readonly type: string; readonly name: string } | null {
  const [, type, name] = /^(query|mutation|subscription) (\w+)/.exec(text) ?? [];
  if (kind !== 'graphql') return null;
  if (!type || !name) throw new Error(`an operation must have a name:\n${text}`);
  return { type, name };
}

/** Whether the document shows that it is refused. */
export function isRefused({ answer }: Example): boolean {
  const shown = answer?.kind === 'json' ? answer.value : null;
  if (typeof shown !== 'object' || shown === null) return false;
  return 'errors' in shown || ('status' in shown && Number(shown.status) >= 400);
}

function isKind(info: string): info is ExampleKind {
  return KINDS.includes(info);
}

function exampleOf(kind: ExampleKind, { text, heading, line }: Block): Example {
  return { title: `${heading}, line ${line}`, kind, text, variables: {}, answer: null };
}

function withBlock(example: Example, block: Block): Example {
  const { info, text } = block;
  if (info === 'json variables' && example.kind === 'graphql') {
    return { ...example, variables: JSON.parse(text) as Record<string, unknown> };
  }
  if (info === 'json answer') return { ...example, answer: { kind: 'json', value: JSON.parse(text) as unknown } };
  if (info === 'csv answer') return { ...example, answer: { kind: 'csv', text } };
  throw faultOf(block);
}

function faultOf({ info, line }: Block): Error {
  return new Error(
    `the block in line ${line} ("${info}") is not run: a block is graphql (json variables may follow), sh or js, and ` +
      'then maybe its json answer or csv answer',
  );
}
