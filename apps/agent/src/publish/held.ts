import { readFrames } from './frame.js';
import { decodeRecord, kindOf, type MessagePlace, type Outgoing, type RecordHead, runOf } from './record.js';
import type { Segment } from './segments.js';

/** A segment in use, and what is known of its content. */
export interface Held {
  segment: Segment;
  unacknowledged: number;
  /** The life of the agent that wrote it; all its messages are from that one. */
  readonly run: string;
  readonly boot: string;
  /** How many state messages wait in it. */
  states: number;
  /** How often its ticks were merged in pairs. */
  level: number;
  /** Whether it cannot be made any smaller. */
  exhausted: boolean;
}

/** What a segment holds, record by record; `damagedBytes` behind them cannot be read. */
export interface SegmentContent {
  readonly records: readonly { readonly head: RecordHead; readonly places: readonly MessagePlace[] }[];
  readonly damagedBytes: number;
}

export function readContent(segment: Segment): SegmentContent {
  const { records, end } = readFrames(segment.read(0, segment.size));
  return {
    damagedBytes: segment.size - end,
    records: records.map(({ offset, body }) => {
      const { record, places } = decodeRecord(body);
      return { head: record, places: places.map((place) => ({ ...place, offset: offset + place.offset })) };
    }),
  };
}

/** The messages of a segment, as they will be sent. */
export function readMessages(segment: Segment, { records }: SegmentContent): Outgoing[] {
  const bytes = segment.read(0, segment.size);
  return records.flatMap(({ places }) =>
    places.map(({ id, offset, length }) => ({ id, payload: bytes.toString('utf8', offset, offset + length) })),
  );
}

export function holdOf(segment: Segment, boot: string, ids: readonly string[], level = 0): Held {
  const run = runOf(ids[0] ?? '');
  return { segment, run, boot, level, unacknowledged: 0, states: 0, exhausted: false };
}

export function isState(id: string): boolean {
  return kindOf(id) === 'state';
}
