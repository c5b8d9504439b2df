import { describe, expect, it } from '@jest/globals';
import { goldenText } from './golden.fixture.js';
import {
  type Decoded,
  decodeControl,
  decodeEvent,
  decodeInventory,
  decodeState,
  decodeTraffic,
  encodeControl,
  encodeEvent,
  encodeInventory,
  encodeState,
  encodeTraffic,
} from './index.js';

const INPUTS = 100_000;

/** Every decoder, with what writes again what it read. */
const DECODERS: readonly [string, (payload: string) => Decoded<string>][] = [
  ['traffic', (payload) => rewritten(decodeTraffic(payload), encodeTraffic)],
  ['inventory', (payload) => rewritten(decodeInventory(payload), encodeInventory)],
  ['event', (payload) => rewritten(decodeEvent(payload), encodeEvent)],
  ['state', (payload) => rewritten(decodeState(payload), encodeState)],
  ['control', (payload) => rewritten(decodeControl(payload), encodeControl)],
];

const HOSTILE = [
  ...['null', '{}', '[]', '""', '-1', '1e999', '0.5', '9007199254740993', 'true', '"__proto__":{"a":1},'],
  ...['"\\u0000"', '"\\ud800"', '\u2028', ',', ':', '"', '\\', '[[[[', '9'.repeat(400), `"${'x'.repeat(5_000)}"`],
];

function rewritten<T>(decoded: Decoded<T>, encode: (value: T) => string): Decoded<string> {
  return decoded.ok ? { ok: true, value: encode(decoded.value) } : decoded;
}

/** Random numbers that are the same in every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Mostly a value put in the place of another, since most other changes are no JSON. */
function mutate(text: string, random: (below: number) => number): string {
  const start = random(text.length + 1);
  const end = start + random(8);
  switch (random(6)) {
    case 0:
      return text.slice(0, start) + text.slice(end);
    case 1:
      return text.slice(0, start) + String.fromCharCode(random(256)) + text.slice(start + 1);
    case 2:
      return text.slice(0, start);
    default:
      return replaceValue(text, start, HOSTILE[random(HOSTILE.length)] ?? '');
  }
}

function replaceValue(text: string, from: number, value: string): string {
  const tail = text.slice(from);
  return (
    text.slice(0, from) +
    tail.replace(/(:|\[|,)\s*("[^"]*"|-?\d+|null|true|false)/, (_, before: string) => before + value)
  );
}

describe('mutated messages', () => {
  const rounds = Math.ceil(INPUTS / DECODERS.length);

  it.each(DECODERS)(
    '%s: nothing is thrown, a refusal names a field, what is taken can be written and read again',
    (kind, decode) => {
      const random = seeded(kind.length * 7919 + 1);
      const original = goldenText(kind);
      let taken = 0;
      for (let round = 0; round < rounds; round += 1) {
        let text = original;
        for (let times = random(2); times >= 0; times -= 1) text = mutate(text, random);
        try {
          const decoded = decode(text);
          if (decoded.ok) taken += 1;
          if (decoded.ok && decode(decoded.value).ok !== true) throw new Error('what was written is refused');
          if (!decoded.ok && decoded.refusal.field === '') throw new Error('no field is named');
        } catch (error) {
          throw new Error(`for ${JSON.stringify(text)}`, { cause: error });
        }
      }
      expect(taken).toBeGreaterThan(0);
      expect(taken).toBeLessThan(rounds);
    },
  );
});
