import { decoding, FieldError, type Fields, isNone } from './fields.js';
import type { Decoded } from './refusal.js';

/** The shortest interval that a focus lease can ask for: 4 samples a second. */
export const MIN_FOCUS_INTERVAL_MS = 250;

/** How many peers an agent measures its latency to. */
export const MAX_PEERS = 8;

/** What the aggregator asks of one host. A part that is null leaves what was asked before. */
export interface ControlMessage {
  readonly v: 1;
  readonly host: string;
  readonly focus: Focus | null;
  readonly peers: readonly Peer[] | null;
}

/** A lease: somebody looks at the host, which samples at this interval until the lease ends or is renewed. */
export interface Focus {
  /** How much longer, in ms; no point in time, since clocks differ. */
  readonly forMs: number;
  readonly intervalMs: number;
}

/** A host whose distance is to be measured by a TCP connect; an answer of any kind will do, a refusal included. */
export interface Peer {
  readonly host: string;
  /** An IP address of its uplink. */
  readonly address: string;
  readonly port: number;
}

/** A lease is renewed while somebody looks, so a forgotten one costs no more than this. */
const MAX_FOCUS_MS = 60_000;

/** A name would let the sender make an agent ask any name server. */
const NUMERIC_ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:]*(\d{1,3}(\.\d{1,3}){3})?)$/;

/** Writes a control message as JSON. */
export function encodeControl(message: ControlMessage): string {
  return JSON.stringify(message);
}

/** Reads a control message; refuses what does not fit, naming the field: anybody on the network might have sent it. */
export function decodeControl(payload: string | Uint8Array): Decoded<ControlMessage> {
  return decoding(payload, (fields) => ({
    v: fields.version(),
    host: fields.host(),
    focus: isNone(fields, 'focus') ? null : decodeFocus(fields.object('focus')),
    peers: isNone(fields, 'peers') ? null : fields.objects('peers', MAX_PEERS, decodePeer),
  }));
}

function decodeFocus(fields: Fields): Focus {
  return {
    forMs: fields.integer('forMs', 1, MAX_FOCUS_MS),
    intervalMs: fields.integer('intervalMs', MIN_FOCUS_INTERVAL_MS, 10_000),
  };
}

function decodePeer(fields: Fields): Peer {
  const address = fields.text('address', 45);
  if (!NUMERIC_ADDRESS.test(address)) throw new FieldError(fields.name('address'), 'is not an IP address');
  return { host: fields.host(), address, port: fields.integer('port', 1, 65_535) };
}
