import { describe, expect, it } from '@jest/globals';
import { recentLoads } from './busiest.js';
import { ClockOffset } from './clock.js';
import { hostNow } from './host-now.js';
import { HostWindow } from './host-window.js';
import { freshTick, liveFrom, rateNow, staleAfterMs } from './rates.js';
import { tick } from './testing.js';

const UPLINK = { id: 'a', uplink: true, speedBitsPerSecond: 8_000 };
const HOST = {
  id: 'h',
  state: 'ALIVE' as 'ALIVE' | 'SILENT',
  lastSeen: new Date(4_000).toISOString() as string | null,
  intervalMilliseconds: 1_000,
  interfaces: [UPLINK],
};

function heard(...ticks: ReturnType<typeof tick>[]): HostWindow {
  const window = new HostWindow('h');
  window.setInterfaces(HOST.interfaces);
  ticks.forEach((message) => window.take(message));
  return window;
}

describe('hostNow', () => {
  it('reads rates and the fullest uplink from a fresh tick', () => {
    expect(hostNow(HOST, heard(tick(10_000, { a: [500, 250] })), 10_400, true)).toEqual({
      presence: 'alive',
      lastSeenAt: 10_000,
      incoming: 500,
      outgoing: 250,
      utilisation: 0.5,
    });
  });

  it('knows no rate once the tick is old, and calls the host silent', () => {
    const now = hostNow(HOST, heard(tick(10_000, { a: [500, 250] })), 10_001 + staleAfterMs(1_000), true);
    expect(now).toMatchObject({ presence: 'silent', incoming: 'unknown', utilisation: null, lastSeenAt: 10_000 });
  });

  it('does not blame the host while the connection is away', () => {
    expect(hostNow(HOST, heard(tick(10_000, {})), 60_000, false).presence).toBe('unknown');
  });

  it('believes the aggregator where nothing was heard yet', () => {
    expect(hostNow({ ...HOST, state: 'SILENT' }, heard(), 60_000, true)).toMatchObject({
      presence: 'silent',
      lastSeenAt: 4_000,
    });
    expect(hostNow({ ...HOST, lastSeen: null }, heard(), 60_000, true).lastSeenAt).toBeNull();
  });

  it('takes the fullest uplink, not the sum, and none where no speed is known', () => {
    const window = heard(tick(1_000, { a: [900, 0], b: [10, 0] }));
    const second = { id: 'b', uplink: true, speedBitsPerSecond: 800_000 };
    expect(hostNow({ ...HOST, interfaces: [UPLINK, second] }, window, 1_000, true).utilisation).toBe(0.9);
    const unknown = { ...UPLINK, speedBitsPerSecond: null };
    expect(hostNow({ ...HOST, interfaces: [unknown] }, window, 1_000, true).utilisation).toBeNull();
  });
});

describe('rates now', () => {
  it('wait longer for a host with a longer interval', () => {
    const window = heard(tick(0, {}, { milliseconds: 10_000 }));
    expect(freshTick(window, 20_000, 10_000)).not.toBeNull();
    expect(freshTick(window, 20_000, 1_000)).toBeNull();
    expect(rateNow(undefined, null, 'a', 'rxBytes')).toBe('unknown');
  });
});

describe('liveFrom', () => {
  it('begins small for what is new, and is never more than the live window', () => {
    expect(liveFrom(1_000_000, 0)).toBe(700_000);
    expect(liveFrom(1_000_000, 800_000)).toBe(800_000);
    expect(liveFrom(1_000_000, 990_000)).toBe(940_000);
  });
});

describe('recentLoads', () => {
  it('are both directions over the last ticks, so that one burst does not shuffle a table', () => {
    const calm = Array.from({ length: 4 }, (_, index) => tick((index + 2) * 1_000, { web: [5, 95], idle: [0, 0] }));
    const loads = recentLoads(heard(tick(1_000, { web: [0, 9_000] }), ...calm, tick(6_000, { web: [500, 100] })));
    expect([loads.get('web'), loads.get('idle'), loads.get('never heard of')]).toEqual([200, 0, undefined]);
  });
  it('are a second, however long a tick is', () => {
    expect(recentLoads(heard(tick(10_000, { web: [5_000, 0] }, { milliseconds: 10_000 }))).get('web')).toBe(500);
  });
});

describe('ClockOffset', () => {
  it('takes an ordinary delay for what it is', () => {
    const clock = new ClockOffset();
    clock.note(1_000, 1_080);
    expect(clock.offsetMs).toBe(0);
  });

  it("corrects a browser's clock that is behind or far ahead", () => {
    const behind = new ClockOffset();
    behind.note(10_000, 7_000);
    behind.note(11_000, 8_200);
    expect(behind.offsetMs).toBe(3_000);
    const ahead = new ClockOffset();
    ahead.note(1_000, 3_601_050);
    expect(ahead.offsetMs).toBe(-3_600_050);
  });

  it('knows nothing before the first tick', () => expect(new ClockOffset().offsetMs).toBe(0));
});
