import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Evaluation } from './evaluation.js';
import type { LiveFrame } from './frame.js';
import type { Watched } from './framing.js';
import { members, message, T0 } from './messages.fixture.js';

const SECOND: Watched = { counters: ['rxBytes'], slotMs: 1_000, top: null };

/** A frame for short: second, revision, hosts heard, rates by name of group; what is not known whole has a question mark. */
function short({ atMs, revision, hostsHeard, groups, columns }: LiveFrame): unknown[] {
  const nameOf = (index: number): string => {
    const name = groups.find((group) => group.index === index)?.id ?? 'others';
    return columns.incomplete.includes(index) ? `${name}?` : name;
  };
  const silent = columns.incomplete
    .filter((index) => !columns.groups.includes(index))
    .map((index) => [nameOf(index), null]);
  const rates = columns.groups.map((index, place) => [nameOf(index), columns.rates[0]?.perSecond[place]]);
  return [(atMs - T0) / 1_000, revision, hostsHeard, Object.fromEntries([...rates, ...silent])];
}

describe('Evaluation', () => {
  let frames: LiveFrame[];
  let evaluation: Evaluation;
  const shorts = (): unknown[][] => frames.splice(0).map(short);
  const begin = (watched: Watched, of: Parameters<typeof members>[0]): void => {
    evaluation = new Evaluation(watched, (frame) => frames.push(frame));
    evaluation.setMembers(members(of));
  };
  const receive = (...args: Parameters<typeof message>): void => {
    const told = message(...args);
    evaluation.receive(told, told.at, Date.now());
  };

  beforeEach(() => {
    jest.useFakeTimers({ now: T0 });
    frames = [];
  });

  afterEach(() => {
    evaluation.stop();
    jest.useRealTimers();
  });

  it('adds up groups over hosts, and hands a second out as soon as all hosts have told of it', () => {
    begin(SECOND, { a: { 'host/eth0': 'x', 'n/eth0': 'y' }, b: { 'host/eth0': 'x' } });
    receive('a', 1_000, { 'host/eth0': 10, 'n/eth0': 5, 'host/lo': 99 });
    expect(frames).toEqual([]);
    receive('b', 1_003, { 'host/eth0': 20 }, { ms: 1_000 });
    expect(shorts()).toEqual([[0, 0, 2, { x: 30, y: 5 }]]);
    expect(evaluation.newest?.hostsExpected).toBe(2);
  });

  it('tells zero from a gap: what did not move is not sent, what nobody told of is named', () => {
    begin(SECOND, { a: { 'host/eth0': 'x', 'n/eth0': 'y' }, b: { 'host/eth0': 'x', 'm/eth0': 'z' } });
    receive('a', 1_000, { 'host/eth0': 10 });
    receive('b', 1_000, {});
    expect(shorts()).toEqual([[0, 0, 2, { x: 10 }]]);
    receive('a', 2_000, { 'host/eth0': 10 }, { unread: ['n/eth0'] });
    jest.advanceTimersByTime(50);
    expect(shorts()).toEqual([[1, 0, 1, { 'x?': 10, 'y?': null, 'z?': null }]]);
  });

  it('gives rates a second, whatever the length of the sample', () => {
    begin(SECOND, { a: { 'host/eth0': 'x' } });
    receive('a', 1_010, { 'host/eth0': 1_010 }, { ms: 1_010 });
    receive('a', 4_010, { 'host/eth0': 3_000 }, { ms: 3_000 });
    expect(shorts()).toEqual([0, 1, 2, 3].map((second) => [second, 0, 1, { x: 1_000 }]));
  });

  it('waits for the rest once half of the hosts have told until none comes for 50 ms, and sends what is later again', () => {
    begin(SECOND, { a: { k: 'x' }, b: { k: 'x' }, c: { k: 'x' }, d: { k: 'x' } });
    receive('a', 1_000, { k: 1 });
    jest.advanceTimersByTime(900);
    expect(shorts()).toEqual([]);
    receive('b', 1_000, { k: 1 });
    jest.advanceTimersByTime(49);
    expect(shorts()).toEqual([]);
    receive('c', 1_000, { k: 1 });
    jest.advanceTimersByTime(49);
    expect(shorts()).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(shorts()).toEqual([[0, 0, 3, { 'x?': 3 }]]);
    receive('d', 1_000, { k: 1 });
    jest.advanceTimersByTime(50);
    expect(shorts()).toEqual([[0, 1, 4, { x: 4 }]]);
  });

  it('waits no longer than 200 ms, though hosts keep coming', () => {
    const hosts = Array.from({ length: 20 }, (_, index) => `h${index}`);
    begin(SECOND, Object.fromEntries(hosts.map((host) => [host, { k: 'x' }])));
    for (const host of hosts.slice(0, 10)) receive(host, 1_000, { k: 1 });
    for (const host of hosts.slice(10, 18)) {
      jest.advanceTimersByTime(40);
      receive(host, 1_000, { k: 1 });
    }
    expect(shorts().map((frame) => frame.slice(0, 3))).toEqual([
      [0, 0, 15],
      [0, 1, 17],
    ]);
    jest.advanceTimersByTime(500);
    expect(shorts().map((frame) => frame.slice(0, 3))).toEqual([[0, 2, 18]]);
  });

  it('hands seconds out in the order of time', () => {
    begin(SECOND, { a: { k: 'x' }, b: { k: 'x' }, c: { k: 'x' } });
    receive('a', 2_000, { k: 1 });
    receive('a', 1_000, { k: 1 });
    for (const host of ['a', 'b', 'c']) receive(host, 3_000, { k: 1 });
    expect(shorts().map(([second]) => second)).toEqual([0, 1, 2]);
  });

  it('waits for nobody who told nothing of the second before', () => {
    begin(SECOND, { a: { k: 'x' }, b: { k: 'x' }, c: { k: 'x' } });
    for (const host of ['a', 'b']) receive(host, 1_000, { k: 1 });
    jest.advanceTimersByTime(50);
    shorts();
    for (const host of ['a', 'b']) receive(host, 2_000, { k: 1 });
    expect(shorts()).toEqual([[1, 0, 2, { 'x?': 2 }]]);
  });

  it('is not held up by the few hosts that are left, nor by one whose clock is ahead', () => {
    begin(SECOND, { a: { k: 'x' }, b: { k: 'x' }, c: { k: 'x' } });
    receive('a', 2_000, { k: 1 });
    for (const host of ['b', 'c']) receive(host, 1_000, { k: 1 });
    jest.advanceTimersByTime(50);
    expect(shorts()).toEqual([[0, 0, 2, { 'x?': 2 }]]);
    receive('b', 2_000, { k: 1 });
    expect(shorts()).toEqual([[1, 0, 2, { 'x?': 2 }]]);
    receive('a', 3_000, { k: 1 });
    receive('a', 4_000, { k: 1 });
    jest.advanceTimersByTime(1_000);
    expect(shorts().map(([second]) => second)).toEqual([2, 3]);
  });

  it('leaves what is more than 5 s late to the store', () => {
    begin(SECOND, { a: { k: 'x' }, b: { k: 'x' } });
    jest.setSystemTime(T0 + 10_000);
    receive('a', 6_000, { k: 6_000 }, { ms: 6_000 });
    jest.advanceTimersByTime(50);
    expect(shorts()).toEqual([[5, 0, 1, { 'x?': 1_000 }]]);
  });

  it('takes several parts of a tick together', () => {
    begin(SECOND, { a: { k: 'x', l: 'x' } });
    receive('a', 1_000, { k: 1 });
    receive('a', 1_000, { l: 2 }, { part: 1 });
    jest.advanceTimersByTime(50);
    expect(shorts()).toEqual([
      [0, 0, 1, { x: 1 }],
      [0, 1, 1, { x: 3 }],
    ]);
    receive('a', 1_500, { k: 1 }, { ms: 500 });
    receive('a', 1_500, { l: 1 }, { ms: 500, part: 1 });
    expect(shorts()).toEqual([]);
  });

  it('draws quarters of a second in focus, and whole ones where they are all there is', () => {
    begin({ ...SECOND, slotMs: 250 }, { a: { k: 'x' } });
    receive('a', 1_000, { k: 100 });
    receive('a', 1_251, { k: 50 }, { ms: 251 });
    expect(shorts().map(([at, , , rates]) => [at, rates])).toEqual([
      ...[0, 0.25, 0.5, 0.75].map((at) => [at, { x: 100 }]),
      [1, { x: (50 * 1_000) / 251 }],
    ]);
  });

  it('sums up quarters for who watches whole seconds, once they are whole', () => {
    begin(SECOND, { a: { k: 'x' } });
    for (const at of [250, 500, 750, 1_000]) receive('a', at, { k: 10 }, { ms: 250 });
    expect(shorts()).toEqual([[0, 0, 1, { x: 40 }]]);
    receive('a', 1_250, { k: 10 }, { ms: 250 });
    jest.advanceTimersByTime(1_000);
    expect(shorts()).toEqual([[1, 0, 0, { 'x?': 10 }]]);
  });

  it('keeps what a second told while groups come and go', () => {
    begin(SECOND, { a: { k: 'x' }, b: { k: 'y' } });
    receive('a', 1_000, { k: 1 });
    const known = members({ a: { l: 'z' }, b: { k: 'y' } });
    evaluation.setMembers(known);
    receive('b', 1_000, { k: 2 });
    expect(frames[0]?.groups).toEqual([
      expect.objectContaining({ id: 'z', index: 2 }),
      expect.objectContaining({ id: 'y', index: 1 }),
    ]);
    receive('a', 2_000, { l: 4 });
    receive('b', 2_000, { k: 8 });
    expect(short(frames[1]!)).toEqual([1, 0, 2, { z: 4, y: 8 }]);
    evaluation.setMembers(known);
    receive('a', 3_000, { l: 4 });
    receive('b', 3_000, { k: 8 });
    expect(frames[2]?.groups).toBe(frames[1]?.groups);
  });

  it('tells the top apart and sums up the rest', () => {
    begin({ ...SECOND, top: { count: 2, counter: null } }, { a: { k: 'x', l: 'y', m: 'z', n: 'w' }, b: { o: 'v' } });
    const all = { k: 1, l: 8, m: 4, n: 2 };
    receive('a', 1_000, all);
    receive('b', 1_000, {});
    expect(shorts()).toEqual([[0, 0, 2, { y: 8, z: 4, others: 3 }]]);
    receive('a', 2_000, all);
    jest.advanceTimersByTime(50);
    expect(shorts()).toEqual([[1, 0, 1, { y: 8, z: 4, 'others?': 3 }]]);
    for (let at = 3_000; at < 60_000; at += 1_000) {
      jest.setSystemTime(T0 + at);
      receive('a', at, { n: 100 });
    }
    expect(short(frames.at(-1)!)[3]).toEqual({ w: 100, 'others?': null });
    expect(
      frames
        .at(-1)
        ?.groups.map(({ id }) => id)
        .includes('w'),
    ).toBe(true);
    expect(frames.at(-1)?.groups).toBe(frames.at(-2)?.groups);
  });

  it('ranks no group by what another did, when many groups went and indexes begin anew', () => {
    const went = Array.from({ length: 1_100 }, (_, index) => [`k${index}`, `x${index}`] as const);
    begin({ ...SECOND, top: { count: 1, counter: null } }, { a: Object.fromEntries(went) });
    receive('a', 1_000, { k0: 1_000 });
    expect(shorts()).toEqual([[0, 0, 1, { x0: 1_000 }]]);
    evaluation.setMembers(members({ a: { l: 'y', m: 'z' } }));
    receive('a', 2_000, { l: 1, m: 2 });
    expect(shorts()).toEqual([[1, 0, 1, { z: 2, others: 1 }]]);
  });

  it.each([
    [500, { 2: 1_000, 3: 2_000 }, [2]],
    [250, { 2: 2_000, 3: 1_500 }, [3]],
  ])('counts no moment twice where focus begins and ends %i ms off the second', (offMs, around, incomplete) => {
    begin(SECOND, { a: { k: 'x', l: 'x' } });
    const tick = (at: number, ms: number): void => {
      receive('a', at - offMs, { k: ms }, { ms });
      receive('a', at - offMs, { l: ms }, { ms, part: 1 });
    };
    for (const at of [2_000, 3_000]) tick(at, 1_000);
    for (const at of [3_250, 3_500, 3_750, 4_000]) tick(at, 250);
    for (const at of [5_000, 6_000]) tick(at, 1_000);
    jest.advanceTimersByTime(1_000);
    const last = new Map(frames.map((frame) => [(frame.atMs - T0) / 1_000, frame.columns]));
    const rates = [1, 2, 3, 4].map((second) => [second, last.get(second)?.rates[0]?.perSecond[0]]);
    expect(Object.fromEntries(rates)).toEqual({ 1: 2_000, ...around, 4: 2_000 });
    expect([1, 2, 3, 4].filter((second) => last.get(second)?.incomplete.length)).toEqual(incomplete);
  });
});
