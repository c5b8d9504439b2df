import { describe, expect, it } from '@jest/globals';
import { decodePatterns, encodePatterns, MOST_PATTERNS_TOLD, parseSubject, PATTERN_SUBJECT } from './index.js';

describe('a pattern message', () => {
  it('survives decoding and encoding', () => {
    const message = { v: 1, changed: [1, 7], gone: [3] } as const;
    expect(decodePatterns(encodePatterns(message))).toEqual({ ok: true, value: message });
  });

  it('is on a subject that no host tells of', () => {
    expect(parseSubject(PATTERN_SUBJECT)).toBeNull();
  });

  it.each([
    ['v', { v: 2, changed: [], gone: [] }],
    ['changed[0]', { v: 1, changed: [0], gone: [] }],
    ['gone[1]', { v: 1, changed: [], gone: [1, '2'] }],
    ['changed', { v: 1, changed: Array.from({ length: MOST_PATTERNS_TOLD + 1 }, () => 1), gone: [] }],
  ])('is refused by its field %s', (field, message) => {
    const decoded = decodePatterns(JSON.stringify(message));
    expect(decoded.ok ? null : decoded.refusal.field).toBe(field);
  });
});
