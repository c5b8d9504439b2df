import type { Msg, MsgHdrs } from '@nats-io/transport-node';
import { sentMsOf } from '../nats/sent.js';
import type { Arrival } from '../store/write/arrival.js';
import { decode, type Recall } from './decode.js';

/** A message that the stream delivered, decoded. It comes again unless it is acknowledged, or kept, every few seconds. */
export interface Delivery {
  readonly arrival: Arrival;
  acknowledge(): void;
  keep(): void;
}

/** Reads what the stream delivered; `done` is called when it is acknowledged. */
export function deliveryOf(message: Msg, done: () => void, lately: Recall | null = null): Delivery {
  return {
    arrival: arrivalOf(message.subject, message.data, message.headers, receivedMsOf(message.reply ?? ''), lately),
    acknowledge: () => {
      message.respond('+ACK');
      done();
    },
    keep: () => void message.respond('+WPI'),
  };
}

/** Decodes what the stream received then. */
export function arrivalOf(
  subject: string,
  payload: Uint8Array,
  headers: Pick<MsgHdrs, 'get'> | undefined,
  receivedMs: number,
  lately: Recall | null = null,
): Arrival {
  return {
    subject,
    payload,
    receivedMs,
    sentMs: sentMsOf(headers),
    content: decode(subject, payload, lately),
  };
}

/**
 * When the stream received it, as the subject to acknowledge on tells:
 * `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<ns since 1970>.<pending>`, or with a domain and an
 * account's hash before the stream (ADR 15 of NATS).
 */
export function receivedMsOf(reply: string): number {
  const tokens = reply.split('.');
  const nanoseconds = Number(tokens[tokens.length === 9 ? 7 : 9]);
  if (!Number.isFinite(nanoseconds)) throw new Error(`not a subject of JetStream to acknowledge on: ${reply}`);
  return Math.floor(nanoseconds / 1e6);
}
