import { describe, expect, it } from '@jest/globals';
import type { Account } from './account.js';
import { batchesOfDays, type DueDay } from './batches.js';
import type { Subject } from './quota.js';

const DAY_MS = 86_400_000;
const NOW = 10.5 * DAY_MS;
const due = (subject: Partial<Subject>, day = 10, fault: string | null = null): DueDay => ({
  account: {
    ...{ row: { id: JSON.stringify(subject) }, fault },
    quota: { subject: { kind: 'host', host: null, name: null, ...subject } },
  } as Account,
  day: { fromMs: day * DAY_MS, toMs: (day + 1) * DAY_MS },
});
const hostsOf = (...days: readonly DueDay[]): (readonly string[] | null)[] =>
  batchesOfDays(days, NOW).map(({ asked }) => asked.hostIds);

describe('days that are counted by one read', () => {
  it('are those of hosts, as far as the day is over', () => {
    const days = [due({ host: 'a' }), due({ host: 'b' }), due({ host: 'a' })];
    expect(batchesOfDays(days, NOW)).toEqual([
      {
        asked: { subject: { kind: 'host', name: null }, hostIds: ['a', 'b'] },
        range: { fromMs: 10 * DAY_MS, toMs: NOW },
        items: days,
      },
    ]);
  });

  it('are of one thing and one time', () => {
    expect(hostsOf(due({ host: 'a' }), due({ host: 'b' }, 9))).toEqual([['a'], ['b']]);
    const uplink = (name: string, host: string): DueDay => due({ kind: 'uplink', name, host });
    expect(hostsOf(uplink('eth0', 'a'), uplink('eth1', 'b'), uplink('eth0', 'c'))).toEqual([['a', 'c'], ['b']]);
  });

  it('are never of all hosts and of some', () => {
    const ofNetwork = (host: string | null): DueDay => due({ kind: 'network', name: 'front', host });
    expect(hostsOf(ofNetwork(null), ofNetwork('a'))).toEqual([null, ['a']]);
  });

  it('are never of a quota that failed with another one', () => {
    expect(hostsOf(due({ host: 'a' }), due({ host: 'b' }, 10, 'too slow'), due({ host: 'c' }))).toEqual([
      ['a', 'c'],
      ['b'],
    ]);
  });

  it('are 250 at most', () => {
    const days = Array.from({ length: 600 }, (_, host) => due({ host: String(host) }));
    expect(hostsOf(...days).map((hosts) => hosts?.length)).toEqual([250, 250, 100]);
  });
});
