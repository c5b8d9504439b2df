import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor } from './cursor.js';
import { byName, byTime, byWhole } from './sort-key.js';

const KEYS = [byName('name'), byTime('time'), byWhole('id')];
const VALUES = ['Zürich', 1_795_000_000_123_456, 7];
const ORDER = 'hosts name';

const forged = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url');

describe('a cursor', () => {
  it('holds the place exactly, and is safe in a URL', () => {
    const cursor = encodeCursor(ORDER, VALUES);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor, ORDER, KEYS)).toEqual(VALUES);
  });

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another JSON', forged({ length: 4 })],
    ['a number', forged(4)],
    ['another order', encodeCursor('hosts name descending', VALUES)],
    ['too few values', encodeCursor(ORDER, VALUES.slice(1))],
    ['too many values', encodeCursor(ORDER, [...VALUES, 1])],
    ['a number for a text', forged([ORDER, 1, 1, 1])],
    ['a text for a number', forged([ORDER, 'a', 1, `1; DROP TABLE host`])],
    ['half a number', forged([ORDER, 'a', 1.5, 1])],
    ['a number that JSON cannot tell from the next one', forged([ORDER, 'a', 1, 2 ** 60])],
    ['no number', forged([ORDER, 'a', null, 1])],
    ['a NUL', forged([ORDER, 'a\u0000', 1, 1])],
  ])('of %s is none', (_, cursor) => {
    expect(decodeCursor(cursor, ORDER, KEYS)).toBeNull();
  });
});
