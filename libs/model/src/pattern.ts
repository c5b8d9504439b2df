import { asInteger, decoding } from './fields.js';
import type { Decoded } from './refusal.js';

/** On it the analysis says which patterns changed; core NATS, never stored: the database has them all. */
export const PATTERN_SUBJECT = 'weir.v1.pattern';

/** Which patterns are new, or known better, and which were found to be part of another and are no more. */
export interface PatternMessage {
  readonly v: 1;
  readonly changed: readonly number[];
  readonly gone: readonly number[];
}

/** More are told in several messages. */
export const MOST_PATTERNS_TOLD = 1_000;

/** Writes a pattern message as JSON. */
export function encodePatterns(message: PatternMessage): string {
  return JSON.stringify(message);
}

/** Reads a pattern message; refuses what does not fit, naming the field. */
export function decodePatterns(payload: string | Uint8Array): Decoded<PatternMessage> {
  const asId = (value: unknown, name: string): number => asInteger(value, name, 1);
  return decoding(payload, (fields) => ({
    v: fields.version(),
    changed: fields.list('changed', MOST_PATTERNS_TOLD, asId),
    gone: fields.list('gone', MOST_PATTERNS_TOLD, asId),
  }));
}
