/** What an API answers, before anything is known about it. */
export type Json = Readonly<Record<string, unknown>>;

const MAX_TEXT = 255;

/** An object as it is; anything else as one without fields. */
export function asRecord(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** A list as it is; anything else as an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Names and labels are written by anybody: cut to what a message holds, so that one cannot spoil the others, and one
 * character more, by which it is seen that they were cut.
 */
export function text(value: unknown, maxLength = MAX_TEXT): string | null {
  if (typeof value !== 'string') return null;
  return value.replaceAll('\u0000', '').slice(0, maxLength + 1) || null;
}

/** One JSON value a line, wherever the stream's pieces end. */
export async function* jsonLines(stream: AsyncIterable<string | Buffer>): AsyncGenerator<unknown> {
  for await (const line of textLines(stream)) yield JSON.parse(line);
}

/**
 * The lines of a stream that are not empty, wherever its pieces end. Read by hand: a server that dies in mid-line must
 * end this loop, not the agent.
 */
export async function* textLines(stream: AsyncIterable<string | Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield line;
  }
}
