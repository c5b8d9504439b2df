import type { MessageKind } from '@weir/model';
import type { SavedEntry } from '../delta/entry.js';
import type { SavedNamespace } from '../discover/namespaces.js';

const KIND_OF_PREFIX: Readonly<Record<string, MessageKind>> = { '': 'traffic', i: 'inventory', e: 'event', s: 'state' };

/** The kind of a message, as its id `<run>-<letter><number>` tells it; traffic has no letter. */
export function kindOf(id: string): MessageKind {
  const letter = /-([a-z]?)\d+$/.exec(id)?.[1];
  const kind = letter === undefined ? undefined : KIND_OF_PREFIX[letter];
  if (!kind) throw new Error(`${id} is no id of a message`);
  return kind;
}

/** The life of the agent that a message is from. */
export function runOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}

/** A message that is ready to be sent, under an id that never changes. */
export interface Outgoing {
  readonly id: string;
  readonly payload: string;
}

/** What one record of the spool says: messages to send, messages acknowledged, and the book they were made from. */
export interface SpoolRecord {
  readonly boot: string;
  /** End of the newest interval accounted for, by both clocks. */
  readonly at: number;
  readonly monotonicMs: number;
  /** Changed series; all of them where `whole`. */
  readonly entries: readonly SavedEntry[];
  readonly dropped: readonly string[];
  readonly whole: boolean;
  /** Null where they did not change. */
  readonly namespaces: readonly SavedNamespace[] | null;
  readonly acked: readonly string[];
  /** Names of the collectors that were switched off; left out where none was. */
  readonly off?: readonly string[];
  /** Where this record stands for those of several segments, thinned out. */
  readonly thinned: Thinned | null;
  readonly messages: readonly Outgoing[];
}

/** A record that replaced others. */
export interface Thinned {
  /** How often its ticks were merged in pairs: each stands for up to 2^level. */
  readonly level: number;
  /** The last of the segments that it stands for: one that is still there was not removed in time. */
  readonly through: number;
}

/** What a tick writes. */
export type TickRecord = Omit<SpoolRecord, 'acked' | 'whole' | 'thinned'>;

/** A record without its messages, which stay where they are. */
export type RecordHead = Omit<SpoolRecord, 'messages'>;

/** A message's place in a record's body. */
export interface MessagePlace {
  readonly id: string;
  readonly offset: number;
  readonly length: number;
}

interface Head {
  readonly boot: string;
  readonly at: number;
  readonly mono: number;
  readonly whole: boolean;
  readonly entries: readonly (readonly [
    string,
    string,
    number | null,
    number,
    readonly string[],
    readonly string[] | 0,
  ])[];
  readonly dropped: readonly string[];
  readonly namespaces: readonly SavedNamespace[] | null;
  readonly acked: readonly string[];
  readonly off?: readonly string[];
  readonly thinned?: Thinned;
  readonly ids: readonly string[];
}

/** Writes a record's body: one line of JSON about the book, then the messages as they will be sent, a line each. */
export function encodeRecord(record: SpoolRecord): { readonly body: Buffer; readonly places: readonly MessagePlace[] } {
  const head: Head = {
    boot: record.boot,
    at: record.at,
    mono: record.monotonicMs,
    whole: record.whole,
    entries: record.entries.map(packSeries),
    dropped: record.dropped,
    namespaces: record.namespaces,
    acked: record.acked,
    ...(record.off && record.off.length > 0 ? { off: record.off } : {}),
    ...(record.thinned ? { thinned: record.thinned } : {}),
    ids: record.messages.map((message) => message.id),
  };
  const body = Buffer.from([JSON.stringify(head), ...record.messages.map((message) => message.payload)].join('\n'));
  return { body, places: placesIn(body, head.ids) };
}

/** Reads a record's body, without taking its messages apart. */
export function decodeRecord(body: Buffer): {
  readonly record: RecordHead;
  readonly places: readonly MessagePlace[];
} {
  const end = body.indexOf('\n');
  // The checksum has vouched for the bytes, so the shape is the one written above.
  const head = JSON.parse(body.toString('utf8', 0, end < 0 ? body.length : end)) as Head;
  const { mono, ids, entries, thinned = null, ...rest } = head;
  const record = { ...rest, thinned, monotonicMs: mono, entries: entries.map(unpackSeries) };
  return { record, places: placesIn(body, ids) };
}

function placesIn(body: Buffer, ids: readonly string[]): MessagePlace[] {
  let offset = body.indexOf('\n') + 1;
  return ids.map((id) => {
    const end = body.indexOf('\n', offset);
    const place = { id, offset, length: (end < 0 ? body.length : end) - offset };
    offset += place.length + 1;
    return place;
  });
}

function packSeries(entry: SavedEntry): Head['entries'][number] {
  const carry = entry.carry.some((value) => value > 0n) ? entry.carry.map(String) : 0;
  return [entry.key, entry.life, entry.ifindex, entry.since, entry.raw.map(String), carry];
}

function unpackSeries([key, life, ifindex, since, raw, carry]: Head['entries'][number]): SavedEntry {
  const counters = raw.map(BigInt);
  return { key, life, ifindex, since, raw: counters, carry: carry === 0 ? counters.map(() => 0n) : carry.map(BigInt) };
}
