import { decoding } from './fields.js';
import type { Decoded } from './refusal.js';

/** One change on a host, for the timeline: what it was before, what it is now, and a sentence for people. */
export interface EventMessage {
  readonly v: 1;
  readonly host: string;
  /** ms since 1970. */
  readonly at: number;
  /** `container.started`, `interface.mtu` … */
  readonly kind: string;
  /** What changed: an interface key, a container id, a network id. */
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly text: string;
}

/** Writes an event message as JSON. */
export function encodeEvent(message: EventMessage): string {
  return JSON.stringify(message);
}

/** Reads an event message; refuses what does not fit, naming the field. Unknown fields are ignored. */
export function decodeEvent(payload: string | Uint8Array): Decoded<EventMessage> {
  return decoding(payload, (fields) => ({
    v: fields.version(),
    host: fields.host(),
    at: fields.integer('at', 0),
    kind: fields.text('kind', 64),
    subject: fields.text('subject', 255),
    before: fields.optionalText('before', 4_096),
    after: fields.optionalText('after', 4_096),
    text: fields.text('text', 4_096),
  }));
}
