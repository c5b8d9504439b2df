import { COUNTERS, encodeTraffic, MAX_PAYLOAD_BYTES, perCounter, type TrafficMessage } from '@weir/model';
import type { Sample } from '../delta/sample.js';
import type { Outgoing } from './record.js';

/** Who sends. */
export interface Identity {
  readonly host: string;
  readonly boot: string;
  /** Random name of this life of the agent. */
  readonly run: string;
}

/** The samples of a tick (or several) as messages, numbered from `firstSeq`; one that is too large becomes parts. */
export function trafficMessages(identity: Identity, samples: readonly Sample[], firstSeq: number): Outgoing[] {
  return numberedMessages(identity, samples, (index) => firstSeq + index);
}

/** The same under numbers of the caller's choice. */
export function numberedMessages(
  identity: Identity,
  samples: readonly Sample[],
  seqOf: (index: number) => number,
): Outgoing[] {
  const messages: Outgoing[] = [];
  let part = 0;
  for (const sample of samples) {
    if (sample.primary) part = 0;
    for (const piece of pieces(sample)) {
      const seq = seqOf(messages.length);
      messages.push({ id: `${identity.run}-${seq}`, payload: encodeTraffic(toMessage(identity, piece, seq, part)) });
      part += 1;
    }
  }
  return messages;
}

/** Halves a sample until each piece fits into a message. */
function pieces(sample: Sample): Sample[] {
  if (sizeOf(sample) <= MAX_PAYLOAD_BYTES) return [sample];
  const keys = [...new Set([...sample.deltas.keys(), ...sample.base.keys(), ...sample.unread])];
  if (keys.length < 2) return [sample];
  const first = new Set(keys.slice(0, Math.ceil(keys.length / 2)));
  return [...pieces(only(sample, (key) => first.has(key))), ...pieces(only(sample, (key) => !first.has(key)))];
}

function only(sample: Sample, keep: (key: string) => boolean): Sample {
  return {
    ...sample,
    deltas: new Map([...sample.deltas].filter(([key]) => keep(key))),
    base: new Map([...sample.base].filter(([key]) => keep(key))),
    resets: sample.resets.filter(keep),
    unread: sample.unread.filter(keep),
  };
}

/** An upper bound that costs no encoding: most samples are far below the limit. */
function sizeOf(sample: Sample): number {
  const keyBytes = (key: string): number => Buffer.byteLength(JSON.stringify(key)) + 1;
  const sum = (keys: Iterable<string>, each: number): number => {
    let bytes = 0;
    for (const key of keys) bytes += keyBytes(key) + each;
    return bytes;
  };
  return (
    HEAD_BYTES +
    sum(sample.deltas.keys(), COUNTERS.length * MAX_DELTA_BYTES) +
    sum(sample.base.keys(), COUNTERS.length * MAX_TOTAL_BYTES + 3) +
    sum(sample.resets, 0) +
    sum(sample.unread, 0)
  );
}

/** Everything in a message but its keys and numbers. */
const HEAD_BYTES = 1_024;
/** 16 digits and a comma. */
const MAX_DELTA_BYTES = 17;
/** 19 digits, quotes and a comma. */
const MAX_TOTAL_BYTES = 22;

function toMessage(identity: Identity, sample: Sample, seq: number, part: number): TrafficMessage {
  const { at, ms, deltas, unread, base, resets } = sample;
  const rows = [...deltas.values()];
  const columns = perCounter((_, index) => rows.map((row) => row[index] ?? 0));
  return { v: 1, ...identity, seq, part, at, ms, keys: [...deltas.keys()], unread, columns, base, resets };
}
