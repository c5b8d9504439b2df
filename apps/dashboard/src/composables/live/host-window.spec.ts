import { describe, expect, it } from '@jest/globals';
import { HostWindow, LIVE_WINDOW_MS } from './host-window.js';
import { tick } from './testing.js';

const INTERFACES = [
  { id: 'a', uplink: true },
  { id: 'b', uplink: true },
  { id: 'c', uplink: false },
];

function windowOf(...ticks: ReturnType<typeof tick>[]): HostWindow {
  const window = new HostWindow('h');
  window.setInterfaces(INTERFACES);
  ticks.forEach((message) => window.take(message));
  return window;
}

function read(window: HostWindow, index: number, id: string): unknown {
  const found = window.ticks.at(index);
  return found && window.rateAt(found, id, 'rxBytes');
}

describe('rates', () => {
  it('are deltas over the interval they cover', () => {
    expect(read(windowOf(tick(10_000, { a: [5_000, 1] }, { milliseconds: 2_000 })), 0, 'a')).toBe(2_500);
  });

  it('are zero for what the tick leaves out, since the host was present', () => {
    expect(read(windowOf(tick(10_000, { a: [1, 1] })), 0, 'c')).toBe(0);
  });

  it('are not zero for what could not be read', () => {
    expect(read(windowOf(tick(10_000, {}, { unread: ['c'] })), 0, 'c')).toBe('unread');
  });

  it('are unknown for what neither the inventory nor a tick has named', () => {
    expect(read(windowOf(tick(10_000, {})), 0, 'stranger')).toBe('unknown');
  });

  it('are unknown before an interface was born, and zero after it', () => {
    const window = windowOf(tick(1_000, {}), tick(2_000, {}), tick(3_000, { new: [7, 0] }), tick(4_000, {}));
    expect([0, 1, 2, 3].map((index) => read(window, index, 'new'))).toEqual(['unknown', 'unknown', 7, 0]);
    window.setInterfaces([...INTERFACES, { id: 'new', uplink: false }]);
    expect(read(window, 1, 'new')).toBe('unknown');
  });
});

describe('further parts', () => {
  it('carry their own keys and interval, and are joined with their tick', () => {
    const window = windowOf(
      tick(10_000, { a: [100, 0] }),
      tick(10_000, { c: [9_000, 0] }, { part: 1, milliseconds: 9_000 }),
    );
    expect(window.ticks).toHaveLength(1);
    expect(read(window, 0, 'a')).toBe(100);
    expect(read(window, 0, 'c')).toBe(1_000);
    expect(read(window, 0, 'b')).toBe(0);
  });

  it('do not stand for the host being present', () => {
    const window = windowOf(tick(10_000, { c: [9_000, 0] }, { part: 1, milliseconds: 9_000 }));
    expect(read(window, 0, 'c')).toBe(1_000);
    expect(read(window, 0, 'a')).toBe('unknown');
    window.take(tick(10_000, {}));
    expect(read(window, 0, 'a')).toBe(0);
    expect(window.ticks[0]?.start).toBe(9_000);
  });
});

describe('the host itself', () => {
  it('is the sum of its uplinks', () => {
    expect(read(windowOf(tick(1_000, { a: [100, 0], b: [20, 0], c: [7, 0] })), 0, 'h')).toBe(120);
  });

  it('is unknown where an uplink could not be read, or where there is none', () => {
    expect(read(windowOf(tick(1_000, { a: [100, 0] }, { unread: ['b'] })), 0, 'h')).toBe('unread');
    const bare = new HostWindow('h');
    bare.take(tick(1_000, { c: [1, 1] }));
    expect(read(bare, 0, 'h')).toBe('unknown');
  });
});

describe('taking ticks', () => {
  it('tells of interfaces that the inventory does not list', () => {
    const window = windowOf();
    expect(window.take(tick(1_000, { a: [1, 1] })).unknown).toBe(false);
    expect(window.take(tick(2_000, { x: [1, 1] })).unknown).toBe(true);
  });

  it('tells when ticks before it were missed', () => {
    const window = windowOf(tick(1_000, {}));
    expect(window.take(tick(2_050, {})).afterMiss).toBe(false);
    expect(window.take(tick(5_000, {})).afterMiss).toBe(true);
  });

  it('puts a late tick in its place', () => {
    const window = windowOf(tick(1_000, {}), tick(3_000, {}), tick(2_000, {}));
    expect(window.ticks.map(({ at }) => at)).toEqual([1_000, 2_000, 3_000]);
  });

  it('keeps only the live window', () => {
    const window = windowOf(tick(1_000, {}), tick(2_000, {}), tick(1_000 + LIVE_WINDOW_MS, {}));
    expect(window.ticks.map(({ at }) => at)).toEqual([2_000, 1_000 + LIVE_WINDOW_MS]);
  });
});
