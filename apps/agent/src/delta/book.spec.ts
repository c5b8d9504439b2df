import { describe, expect, it } from '@jest/globals';
import { bookOf, Ledger, read, row, table } from './book.fixture.js';

const at = (monotonicMs: number): { at: number; monotonicMs: number } => ({ at: 1_000 + monotonicMs, monotonicMs });

describe('the counter book', () => {
  it('begins an agent’s first life with what the kernel has counted so far', () => {
    const book = bookOf();
    book.baseline([read('host', [row('eth0', 1_000)])]);
    const [sample] = book.advance(at(1_000), [read('host', [row('eth0', 1_250)])]);
    expect(sample?.base.get('host/eth0')?.[0]).toBe(1_000n);
    expect(sample?.deltas.get('host/eth0')?.[0]).toBe(250);
    expect(sample?.resets).toEqual([]);
    expect(book.present()[0]?.since).toBe(500);
  });

  describe('whose baseline could not be read', () => {
    const late = (before: Parameters<typeof read>[1], reading = read('host', before)) => {
      const after = read(reading.prefix, [row('eth0', 1_050), row('eth1', 7)], reading.life);
      return [reading, after] as const;
    };

    it.each([
      ['its table was unread', [table('host', { kind: 'unread' })], true],
      ['its line was garbled', [read('host', [row('eth1', 0)], 'host-1', ['eth0'])], true],
      ['its collector failed', [], false],
    ])('takes it at the first good read where %s', (_, first, complete) => {
      const book = bookOf();
      const ledger = new Ledger();
      book.baseline(first, complete);
      book.advance(at(1_000), first, complete);
      const [good, next] = late([row('eth0', 1_000), row('eth1', 0)]);
      const taken = book.advance(at(2_000), [good]);
      expect(taken.flatMap(({ deltas }) => [...deltas.keys()])).toEqual([]);
      const [sample] = book.advance(at(3_000), [next]);
      ledger.add([sample!]);
      expect(sample).toMatchObject({ ms: 1_000, resets: [] });
      expect(sample?.deltas.get('host/eth0')?.[0]).toBe(50);
      expect(ledger.totals.get('host/eth0')?.[0]).toBe(1_050n);
      expect(book.present().map(({ since }) => since)).toEqual([500, 500]);
    });

    it('is not owed a second time, nor by a later life, nor once the collectors work', () => {
      const book = bookOf();
      book.baseline([table('abc', { kind: 'unread' })], false);
      book.advance(at(1_000), [read('host', [row('eth0', 1_000)])]);
      const [sample] = book.advance(at(2_000), [
        read('host', [row('eth0', 1_000), row('eth9', 5)]),
        read('abc', [row('eth0', 9)], 'abc-2'),
        read('new', [row('eth0', 3)]),
      ]);
      expect([...(sample?.deltas ?? [])].map(([key, [rxBytes]]) => [key, rxBytes])).toEqual([
        ['host/eth9', 5],
        ['abc/eth0', 9],
        ['new/eth0', 3],
      ]);
    });
  });

  it('never begins an interval before the read it goes on from, however slow its ticks were', () => {
    const book = bookOf();
    book.baseline([read('host', [row('eth0', 1)])]);
    for (let tick = 1; tick < 20; tick += 1) {
      book.advance({ at: 1_000 + tick * 900, monotonicMs: tick * 1_000 }, [table('host', { kind: 'unread' })]);
    }
    const [, paid] = book.advance({ at: 19_000, monotonicMs: 20_000 }, [read('host', [row('eth0', 2)])]);
    expect(paid).toMatchObject({ at: 19_000, ms: 18_000, primary: false });
  });

  it('sends a base once in a run, idle or not, and idle series never again', () => {
    const book = bookOf();
    book.baseline([read('host', [row('eth0', 10), row('lo', 7)])]);
    const rows = read('host', [row('eth0', 10), row('lo', 7)]);
    const [first] = book.advance(at(1_000), [rows]);
    expect([...(first?.base.keys() ?? [])]).toEqual(['host/eth0', 'host/lo']);
    expect(first?.deltas.size).toBe(0);
    const [second] = book.advance(at(2_000), [table('host', { kind: 'same' })]);
    expect(second).toMatchObject({ ms: 1_000, primary: true, base: new Map(), deltas: new Map() });
  });

  it.each([
    [1_000, 10],
    [250, 40],
  ])('sends each base again once in 10 s, spread over ticks of %i ms', (tickMs, ticks) => {
    const book = bookOf([], 0, 10_000);
    const names = Array.from({ length: 40 }, (_, index) => `eth${index}`);
    book.baseline([
      read(
        'host',
        names.map((name) => row(name, 1)),
      ),
    ]);
    book.advance(at(tickMs), [table('host', { kind: 'same' })]);
    const sent = Array.from({ length: ticks }, (_, tick) => [
      ...(book.advance(at((2 + tick) * tickMs), [table('host', { kind: 'same' })])[0]?.base.keys() ?? []),
    ]);
    expect(sent.flat().sort()).toEqual(names.map((name) => `host/${name}`).sort());
    expect(Math.max(...sent.map((keys) => keys.length))).toBeLessThan(20);
  });

  it('counts a series that comes while it runs from zero', () => {
    const book = bookOf();
    book.baseline([]);
    const [sample] = book.advance(at(1_000), [read('abc', [row('eth0', 300)])]);
    expect(sample?.base.get('abc/eth0')?.[0]).toBe(0n);
    expect(sample?.deltas.get('abc/eth0')?.[0]).toBe(300);
    expect(sample?.resets).toEqual([]);
    expect(book.present()[0]?.since).toBe(700);
  });

  it.each([
    ['its counters fell', read('host', [row('eth0', 40)])],
    ['it is another interface of the same name', read('host', [row('eth0', 40, 0, 2)])],
    ['another interface of the same name counted more', read('host', [row('eth0', 900, 0, 2)])],
    ['its namespace is another one', read('host', [row('eth0', 900)], 'host-2')],
  ])('begins anew where %s', (_, next) => {
    const book = bookOf();
    book.baseline([read('host', [row('eth0', 500)])]);
    book.advance(at(1_000), [read('host', [row('eth0', 600)])]);
    const [sample] = book.advance(at(2_000), [next]);
    expect(sample?.resets).toEqual(['host/eth0']);
    expect(sample?.base.get('host/eth0')?.[0]).toBe(0n);
    const counted = next.content.kind === 'rows' ? next.content.rows[0]?.counters[0] : null;
    expect(sample?.deltas.get('host/eth0')?.[0]).toBe(Number(counted));
  });

  describe('an interface that gets another name', () => {
    it('goes on counting under it, and nothing is counted twice', () => {
      const book = bookOf();
      const ledger = new Ledger();
      book.baseline([read('host', [row('eth0', 500), row('eth1', 70, 0, 2)])]);
      const rows = [
        [row('eth0', 600), row('eth1', 71, 0, 2)],
        [row('lan0', 650), row('eth1', 72, 0, 2)],
        [row('eth0', 660), row('eth1', 73, 0, 2)],
      ];
      const samples = rows.flatMap((each, tick) => book.advance(at(1_000 * (tick + 1)), [read('host', each)]));
      ledger.add(samples);
      expect(samples[1]).toMatchObject({
        resets: [],
        deltas: new Map([
          ['host/lan0', [50, 0, 0, 0, 0, 0, 0, 0]],
          ['host/eth1', [1, 0, 0, 0, 0, 0, 0, 0]],
        ]),
      });
      expect(samples[1]?.base.get('host/lan0')?.[0]).toBe(600n);
      // What it was known as before has missed what it counted meanwhile.
      expect(samples[2]?.resets).toEqual(['host/eth0']);
      expect(ledger.contradictions).toEqual([]);
      expect(ledger.totals.get('host/eth0')?.[0]).toBe(660n);
      expect(ledger.sumOf('host/eth0') + ledger.sumOf('host/lan0')).toBe(160n);
      expect(book.present().map(({ key, since }) => [key, since])).toEqual([
        ['host/eth0', 500],
        ['host/eth1', 500],
      ]);
    });

    it('may swap it with another', () => {
      const book = bookOf();
      book.baseline([read('host', [row('eth0', 500), row('eth1', 70, 0, 2)])]);
      book.advance(at(1_000), [read('host', [row('eth0', 500), row('eth1', 70, 0, 2)])]);
      const [sample] = book.advance(at(2_000), [read('host', [row('eth1', 501), row('eth0', 72, 0, 2)])]);
      expect(sample?.base.get('host/eth0')?.[0]).toBe(70n);
      expect(sample?.base.get('host/eth1')?.[0]).toBe(500n);
      expect([...(sample?.deltas.values() ?? [])].map(([rxBytes]) => rxBytes)).toEqual([1, 2]);
      expect(sample?.resets).toEqual(['host/eth1', 'host/eth0']);
    });

    it('is another one where its counters fell', () => {
      const book = bookOf();
      book.baseline([read('host', [row('eth0', 500)])]);
      book.advance(at(1_000), [read('host', [row('eth0', 500)])]);
      const [sample] = book.advance(at(2_000), [read('host', [row('lan0', 3)])]);
      expect(sample).toMatchObject({ resets: [], deltas: new Map([['host/lan0', [3, 0, 0, 0, 0, 0, 0, 0]]]) });
    });

    it('is known again by the next life of the agent', () => {
      const first = bookOf();
      first.baseline([read('host', [row('eth0', 500)])]);
      const [sample] = bookOf(first.snapshot()).advance(at(1_000), [read('host', [row('lan0', 510)])]);
      expect(sample?.base.get('host/lan0')?.[0]).toBe(500n);
      expect(sample?.deltas.get('host/lan0')?.[0]).toBe(10);
    });
  });

  it('dates a reset to its tick, a new life to its beginning', () => {
    const book = bookOf();
    book.baseline([read('host', [row('eth0', 500)]), read('abc', [row('eth0', 500)])]);
    book.advance(at(2_000), [read('host', [row('eth0', 1)]), read('abc', [row('eth0', 1)], 'abc-2')]);
    expect(book.present().map((entry) => entry.since)).toEqual([3_000, 700]);
    book.advance(at(3_000), [read('host', [row('eth0', 1)], 'next boot')]);
    expect(book.present().map((entry) => entry.since)).toEqual([500]);
  });

  it('carries a 32-bit wrap into the total', () => {
    const book = bookOf();
    const ledger = new Ledger();
    book.baseline([read('host', [row('eth0', 2n ** 32n - 10n)])]);
    ledger.add(book.advance(at(1_000), [read('host', [row('eth0', 20)])]));
    ledger.add(book.advance(at(2_000), [read('host', [row('eth0', 50)])]));
    expect(ledger.totals.get('host/eth0')?.[0]).toBe(2n ** 32n + 50n);
    expect(book.present()[0]).toMatchObject({
      raw: [50n, ...Array(7).fill(0n)],
      carry: [2n ** 32n, ...Array(7).fill(0n)],
    });
  });

  it('keeps the total of a drop counter that fell, and counts on from where it fell to', () => {
    const book = bookOf([], 0, 1);
    const ledger = new Ledger();
    const drops = [3n, 2n, 2n, 5n];
    const rows = drops.map((value, tick) => {
      const { counters, ...rest } = row('eth0', 100 * (tick + 1));
      return read('host', [{ ...rest, counters: counters.with(6, value) }]);
    });
    book.baseline(rows.slice(0, 1));
    const samples = rows.slice(1).flatMap((reading, tick) => book.advance(at((tick + 1) * 1_000), [reading]));
    ledger.add(samples);
    expect(ledger.contradictions).toEqual([]);
    expect(samples.flatMap(({ resets }) => resets)).toEqual([]);
    expect(samples.map(({ deltas }) => deltas.get('host/eth0')?.[6])).toEqual([0, 0, 3]);
    expect(ledger.totals.get('host/eth0')).toEqual([400n, 0n, 0n, 0n, 0n, 0n, 6n, 0n]);
  });

  it('keeps an interface that a torn read missed for one tick', () => {
    const book = bookOf();
    const ledger = new Ledger();
    book.baseline([read('host', [row('eth0', 500), row('eth1', 1)])]);
    ledger.add(book.advance(at(1_000), [read('host', [row('eth1', 1)])]));
    expect(book.present().map((entry) => entry.key)).toEqual(['host/eth1']);
    const samples = book.advance(at(2_000), [read('host', [row('eth0', 650), row('eth1', 1)])]);
    ledger.add(samples);
    expect(samples.map(({ ms, primary }) => ({ ms, primary }))).toEqual([
      { ms: 1_000, primary: true },
      { ms: 2_000, primary: false },
    ]);
    expect(ledger.totals.get('host/eth0')?.[0]).toBe(650n);
    expect(samples[1]?.resets).toEqual([]);
  });

  it('forgets a series that has been away for an hour', () => {
    const book = bookOf();
    book.baseline([read('host', [row('veth1', 500)]), read('gone', [row('eth0', 5)])]);
    book.advance(at(1_000), [read('host', [])]);
    book.advance(at(3_600_001), [read('host', [])]);
    expect(book.changes().dropped).toEqual(['host/veth1', 'gone/eth0']);
    expect(book.snapshot()).toEqual([]);
    const [sample] = book.advance(at(3_601_000), [read('host', [row('veth1', 3)])]);
    expect(sample?.deltas.get('host/veth1')?.[0]).toBe(3);
    expect(book.changes().dropped).toEqual(['gone/eth0']);
  });

  it('says unread while it cannot read, then pays the whole time out under its own length', () => {
    const book = bookOf();
    const ledger = new Ledger();
    book.baseline([read('host', [row('eth0', 100)]), read('abc', [row('eth0', 100)])]);
    ledger.add(book.advance(at(1_000), [read('host', [row('eth0', 110)]), table('abc', { kind: 'same' })]));
    const blind = [read('host', [row('eth0', 120)]), table('abc', { kind: 'unread' })];
    const [silent] = book.advance(at(2_000), blind);
    expect(silent?.unread).toEqual(['abc/eth0']);
    book.advance(at(3_000), [table('host', { kind: 'same' }), table('abc', { kind: 'unread' })]);
    const samples = book.advance(at(4_000), [table('host', { kind: 'same' }), read('abc', [row('eth0', 160)])]);
    expect(samples).toMatchObject([
      { ms: 1_000, primary: true, unread: [] },
      { ms: 3_000, primary: false, deltas: new Map([['abc/eth0', [60, 0, 0, 0, 0, 0, 0, 0]]]) },
    ]);
  });

  it('treats a garbled line as unread, unknown names in it as nothing', () => {
    const book = bookOf();
    book.baseline([read('host', [row('eth0', 100), row('eth1', 100)])]);
    const [sample] = book.advance(at(1_000), [read('host', [row('eth1', 101)], 'host-1', ['eth0', 'rubbish'])]);
    expect(sample?.unread).toEqual(['host/eth0']);
    expect([...(sample?.deltas.keys() ?? [])]).toEqual(['host/eth1']);
  });

  it('pays a delta beyond the safe integers out over several reads', () => {
    const book = bookOf();
    const ledger = new Ledger();
    const huge = 2n ** 54n + 7n;
    book.baseline([]);
    for (let tick = 1; tick <= 4; tick += 1) {
      const samples = book.advance(at(tick * 1_000), [read('host', [row('eth0', huge)])]);
      for (const [, deltas] of samples[0]?.deltas ?? []) expect(deltas.every(Number.isSafeInteger)).toBe(true);
      ledger.add(samples);
    }
    expect(ledger.totals.get('host/eth0')?.[0]).toBe(huge);
  });

  it('goes on after a restart where the saved counters end', () => {
    const first = bookOf();
    first.baseline([read('host', [row('eth0', 100)])]);
    first.advance(at(1_000), [read('host', [row('eth0', 130)])]);
    const second = bookOf(first.snapshot(), 1_000);
    const [sample] = second.advance(at(61_000), [read('host', [row('eth0', 190), row('eth1', 5)])]);
    expect(sample).toMatchObject({ ms: 60_000, primary: true, resets: [] });
    expect(sample?.base.get('host/eth0')?.[0]).toBe(130n);
    expect(sample?.deltas.get('host/eth0')?.[0]).toBe(60);
    expect(sample?.deltas.get('host/eth1')?.[0]).toBe(5);
  });

  it('tells after a restart what it cannot read yet', () => {
    const first = bookOf();
    first.baseline([read('host', [row('eth0', 100)])]);
    const second = bookOf(first.snapshot(), 1_000);
    expect(second.advance(at(2_000), [table('host', { kind: 'unread' })])[0]?.unread).toEqual(['host/eth0']);
  });

  it('lists only what changed since it was saved', () => {
    const book = bookOf();
    book.baseline([read('host', [row('eth0', 1), row('lo', 1)])]);
    expect(book.changes().entries).toHaveLength(2);
    book.markSaved();
    book.advance(at(1_000), [read('host', [row('eth0', 2), row('lo', 1)])]);
    expect(book.changes().entries.map((entry) => entry.key)).toEqual(['host/eth0']);
  });

  it('notices when the structure changes, and only then', () => {
    const book = bookOf();
    book.baseline([read('host', [row('eth0', 1)])]);
    const versions = [
      [read('host', [row('eth0', 2)])],
      [table('host', { kind: 'same' })],
      [read('host', [row('eth0', 2), row('eth1', 2)])],
      [read('host', [row('eth0', 2)])],
      [read('host', [row('eth0', 2), row('eth1', 2)])],
      [read('host', [row('eth0', 1), row('eth1', 2)])],
      [],
    ].map((readings, tick) => {
      book.advance(at(tick + 1), readings);
      return book.structureVersion;
    });
    expect(versions.map((version, tick) => version > (versions[tick - 1] ?? 0))).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
  });
});
