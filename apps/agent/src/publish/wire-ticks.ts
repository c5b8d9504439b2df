import { COUNTERS, decodeTraffic, type TrafficMessage } from '@weir/model';
import type { Sample, Tick } from '../delta/sample.js';
import { type Identity, numberedMessages } from './messages.js';
import type { Outgoing } from './record.js';

/** One tick as it was written: its samples, and the messages that hold them. */
export interface WireTick {
  /** Null where it cannot be read. */
  readonly tick: Tick | null;
  readonly messages: readonly Outgoing[];
  /** The numbers of its messages, rising. */
  readonly seqs: readonly number[];
  readonly identity: Identity | null;
}

/** Reads traffic messages back into ticks, one after the other: a segment's whole content would fill the memory. */
export function* readTicks(messages: Iterable<Outgoing>): Generator<WireTick> {
  let group: Decoded[] = [];
  for (const message of messages) {
    const result = decodeTraffic(message.payload);
    const entry = { message, decoded: result.ok ? result.value : null };
    if (entry.decoded?.part !== 0 && group[0]?.decoded) {
      group.push(entry);
      continue;
    }
    yield* asWireTick(group);
    group = [entry];
  }
  yield* asWireTick(group);
}

interface Decoded {
  readonly message: Outgoing;
  readonly decoded: TrafficMessage | null;
}

/** What is no tick, or not all of one, stays as it is. */
function asWireTick(group: readonly Decoded[]): WireTick[] {
  if (group.length === 0) return [];
  const messages = group.map(({ message }) => message);
  const [first, ...parts] = group.flatMap(({ decoded }) => decoded ?? []);
  if (first?.part !== 0 || parts.length + 1 < group.length) return [{ tick: null, messages, seqs: [], identity: null }];
  const { host, boot, run } = first;
  const seqs = [first, ...parts].map(({ seq }) => seq);
  return [{ tick: tickOf(first, parts), messages, seqs, identity: { host, boot, run } }];
}

/** Writes a tick under the first of the given numbers; null where it takes more of them than there are. */
export function writeTick(tick: Tick, identity: Identity, seqs: readonly number[]): WireTick | null {
  const messages = numberedMessages(identity, tick, (index) => seqs[index] ?? 0);
  return messages.length > seqs.length ? null : { tick, messages, seqs: seqs.slice(0, messages.length), identity };
}

/** Parts with the tick's own interval are pieces of what was too large for one message. */
function tickOf(first: TrafficMessage, parts: readonly TrafficMessage[]): Tick {
  const pieces = parts.filter((part) => part.at === first.at && part.ms === first.ms);
  const others = parts.filter((part) => !pieces.includes(part));
  return [sampleOf([first, ...pieces], true), ...others.map((part) => sampleOf([part], false))];
}

function sampleOf(pieces: readonly [TrafficMessage, ...TrafficMessage[]], primary: boolean): Sample {
  return {
    at: pieces[0].at,
    ms: pieces[0].ms,
    primary,
    deltas: new Map(pieces.flatMap(rowsOf)),
    base: new Map(pieces.flatMap(({ base }) => [...base])),
    resets: pieces.flatMap(({ resets }) => resets),
    unread: pieces.flatMap(({ unread }) => unread),
  };
}

function rowsOf({ keys, columns }: TrafficMessage): [string, number[]][] {
  return keys.map((key, index) => [key, COUNTERS.map((counter) => columns[counter][index] ?? 0)]);
}
