import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Heard } from './heard.js';
import { Lately } from './lately.js';

const SUBJECT = 'weir.v1.traffic.00000000-0000-4000-8000-000000000001';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const heardOf = (text: string): Heard => new Heard('traffic', { subject: SUBJECT, data: bytes(text) });

describe('Lately', () => {
  let lately: Lately;

  /** Somebody stores what is heard, as the first that is taken shows. */
  beforeEach(() => {
    jest.useFakeTimers();
    lately = new Lately();
    lately.take(SUBJECT, bytes(''));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives what was heard to who has the same bytes, once', () => {
    const [one, other] = [heardOf('{"seq":1}'), heardOf('{"part":1}')];
    lately.keep(SUBJECT, one);
    lately.keep(SUBJECT, other);
    expect(lately.take(SUBJECT, bytes('{"seq":1}'))).toBe(one);
    expect(lately.take(SUBJECT, bytes('{"part":1}'))).toBe(other);
    expect(lately.take(SUBJECT, bytes('{"seq":1}'))).toBeNull();
  });

  it('gives nothing to who has other bytes, or another subject', () => {
    lately.keep(SUBJECT, heardOf('{"seq":1}'));
    expect(lately.take(SUBJECT, bytes('{"seq":2}'))).toBeNull();
    expect(lately.take(SUBJECT.replace('traffic', 'state'), bytes('{"seq":1}'))).toBeNull();
  });

  it('keeps nothing where nobody takes it', () => {
    const unused = new Lately();
    unused.keep(SUBJECT, heardOf('{"seq":1}'));
    expect(unused.take(SUBJECT, bytes('{"seq":1}'))).toBeNull();
  });

  it('forgets what nobody took for some seconds', () => {
    lately.keep(SUBJECT, heardOf('first'));
    for (const text of ['2', '33', '444']) {
      jest.advanceTimersByTime(2_500);
      lately.keep(SUBJECT, heardOf(text));
    }
    expect(lately.take(SUBJECT, bytes('first'))).toBeNull();
    expect(lately.take(SUBJECT, bytes('444'))).not.toBeNull();
  });

  it('forgets what nobody took when there is much of it', () => {
    const large = ['a', 'b', 'c'].map((letter, index) => letter.repeat(5_000_000 + index));
    for (const text of large) lately.keep(SUBJECT, heardOf(text));
    expect(large.map((text) => lately.take(SUBJECT, bytes(text)) !== null)).toEqual([false, true, true]);
  });
});
