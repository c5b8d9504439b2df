import { type Held, readContent, readMessages, type SegmentContent } from './held.js';
import { BODY_OFFSET, frame } from './frame.js';
import { encodeRecord, type MessagePlace, type Outgoing, type Thinned } from './record.js';
import { Recovery } from './recovery.js';
import type { SegmentStore } from './segments.js';
import { mergedInPairs, type ThinnedMessages, withoutStates } from './thin.js';

/** What the spool gave up for room, since the agent started. */
export interface ThinCounts {
  readonly mergedMessages: number;
  readonly droppedStates: number;
}

/** One step towards room: segments next to each other that become one. */
export interface Step {
  readonly of: readonly [Held, ...Held[]];
  readonly thin: (messages: readonly Outgoing[]) => ThinnedMessages;
  readonly merges: boolean;
}

/** The outcome of a step: where the messages are that are left. */
export interface Replaced extends ThinnedMessages {
  readonly held: Held;
  readonly places: readonly MessagePlace[];
}

/** Larger ones would have to be held in memory twice while they are merged again. */
const MAX_SEGMENTS_IN_ONE = 4;

/**
 * Chooses what to make smaller: states go first; then ticks are merged, where they are finest, oldest first, so that the
 * resolution of all that waits halves before any of it halves again. `open` = never sent, and of this boot.
 */
export function nextStep(held: readonly Held[], open: (held: Held) => boolean, segmentBytes: number): Step | null {
  const candidates = held.filter(open);
  const talkative = candidates.find(({ states }) => states > 0);
  if (talkative) return { of: [talkative], thin: withoutStates, merges: false };
  const live = candidates.filter(({ exhausted }) => !exhausted);
  const fits = (a: Held, b: Held): boolean =>
    a.run === b.run && a.segment.size + b.segment.size <= segmentBytes * MAX_SEGMENTS_IN_ONE;
  const neighbours = held.flatMap((a, index): [Held, Held][] => {
    const b = held[index + 1];
    return b && live.includes(a) && live.includes(b) && fits(a, b) ? [[a, b]] : [];
  });
  const of = finest(neighbours) ?? finest(live.map((one): [Held] => [one]));
  return of && { of, thin: mergedInPairs, merges: true };
}

function finest<T extends readonly Held[]>(choices: readonly T[]): T | null {
  const levelOf = (choice: T): number => Math.max(...choice.map(({ level }) => level));
  return choices.reduce<T | null>((best, choice) => (best && levelOf(best) <= levelOf(choice) ? best : choice), null);
}

/**
 * Takes a step: writes one segment with what is left of several in the place of the first, then removes the others. A kill
 * in between leaves others behind that the new one stands for, and says so. Null where a segment does not hold what it
 * did (`expected` says what): then it is left alone.
 */
export function takeStep(
  step: Step,
  store: SegmentStore,
  expected: (held: Held, id: string) => boolean,
): Replaced | null {
  const { of, thin, merges } = step;
  const contents = of.map(({ segment }) => readContent(segment));
  const before = of.flatMap((held, index) => messagesOf(held, contents[index], expected) ?? [null]);
  const messages = before.flatMap((message) => message ?? []);
  if (messages.length < before.length) return null;
  const result = thin(messages);
  const [first, ...others] = of;
  const level = Math.max(...of.map((held) => held.level)) + (merges ? 1 : 0);
  const { body, places } = recordOf(contents, result.messages, { level, through: lastNumber(of, contents) });
  const segment = store.replace(first.segment, frame(body));
  for (const other of others) other.segment.remove();
  const exhausted = merges && result.merged === 0;
  const held = { ...first, segment, level, exhausted, unacknowledged: result.messages.length, states: 0 };
  return { ...result, held, places: places.map((place) => ({ ...place, offset: place.offset + BODY_OFFSET })) };
}

/** Null where not all that must be there can be read. */
function messagesOf(
  held: Held,
  content: SegmentContent | undefined,
  expected: (held: Held, id: string) => boolean,
): Outgoing[] | null {
  const messages = content ? readMessages(held.segment, content) : [];
  return messages.length === held.unacknowledged && messages.every(({ id }) => expected(held, id)) ? messages : null;
}

/** One record for all of theirs: with the book as the last of them left it. */
function recordOf(
  contents: readonly SegmentContent[],
  messages: readonly Outgoing[],
  thinned: Thinned,
): ReturnType<typeof encodeRecord> {
  const recovery = new Recovery();
  const heads = contents.flatMap(({ records }) => records.map(({ head }) => head));
  for (const head of heads) recovery.replay(head);
  const book = recovery.result();
  if (!book) throw new Error('a segment of the spool holds no record');
  const acked = heads.flatMap((head) => head.acked);
  return encodeRecord({ ...book, acked, messages, dropped: [], whole: true, thinned });
}

/** The last segment that they stand for. */
function lastNumber(of: readonly Held[], contents: readonly SegmentContent[]): number {
  const through = contents.flatMap(({ records }) => records.map(({ head }) => head.thinned?.through ?? 0));
  return Math.max(...through, ...of.map(({ segment }) => segment.number));
}
