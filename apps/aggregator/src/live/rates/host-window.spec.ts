import { describe, expect, it } from '@jest/globals';
import { message, T0 } from '../series/messages.fixture.js';
import { HostWindow } from './host-window.js';

type Sent = readonly [at: number, bytes: Readonly<Record<string, number>>, more?: Parameters<typeof message>[3]];

function windowOf(...sent: readonly Sent[]): HostWindow {
  const window = new HostWindow();
  for (const [at, bytes, more] of sent) window.add(message('h', at, bytes, more), T0 + at);
  return window;
}

describe('HostWindow', () => {
  it('averages the newest five seconds, idle ones included', () => {
    const window = windowOf(
      [0, { a: 9_999 }],
      [1_000, { a: 100 }],
      [2_000, {}],
      [3_000, {}],
      [4_000, {}],
      [5_000, { a: 400 }],
    );
    expect(window.ratesOf(['a'])).toMatchObject({ rxBytes: 100, txBytes: 200, rxPackets: 0 });
    expect(window.ratesOf(['idle'])).toMatchObject({ rxBytes: 0 });
  });

  it('takes one sample where that is longer', () => {
    expect(windowOf([0, { a: 70 }], [10_000, { a: 50 }, { ms: 10_000 }]).ratesOf(['a'])).toMatchObject({ rxBytes: 5 });
  });

  it('counts the time of parts of one sample once, and adds up interfaces', () => {
    const window = windowOf([1_000, { a: 10 }], [1_000, { b: 20 }, { part: 1 }]);
    expect(window.ratesOf(['a', 'b'])).toMatchObject({ rxBytes: 30 });
  });

  it('leaves out the time in which an interface could not be read, and knows nothing of one that never was', () => {
    const window = windowOf([1_000, {}, { unread: ['a', 'b'] }], [2_000, { a: 10 }, { unread: ['b'] }]);
    expect(window.ratesOf(['a'])).toMatchObject({ rxBytes: 10 });
    expect(window.ratesOf(['b'])).toBeNull();
    expect(window.ratesOf(['a', 'b'])).toBeNull();
  });

  it('shows what moved, by the counters asked', () => {
    const shown: unknown[] = [];
    windowOf([1_000, { a: 10, b: 0 }, { unread: ['c'] }], [2_000, { a: 30 }]).eachRate(['txBytes'], (...each) =>
      shown.push(each),
    );
    expect(shown).toEqual([
      ['a', [40]],
      ['b', [0]],
    ]);
  });

  it('is heard for three of its intervals, and 10 s at least', () => {
    const window = windowOf([0, {}, { ms: 5_000 }]);
    expect([window.isHeard(T0 + 15_000), window.isHeard(T0 + 15_001)]).toEqual([true, false]);
    expect([windowOf([0, {}]).isHeard(T0 + 10_000), new HostWindow().isHeard(T0)]).toEqual([true, false]);
  });
});
