import { describe, expect, it } from '@jest/globals';
import { COUNTERS, perCounter, type TrafficMessage } from '@weir/model';
import type { AnalysedHost } from '../../store/patterns/analysed-hosts.js';
import type { PatternRow } from '../../store/patterns/pattern-row.js';
import { HostAnalysis } from './host-analysis.js';
import { interfaceOf, webHost } from './interfaces.fixture.js';
import { Limits } from './limits.js';
import type { Slot } from './slot.js';

const BEGINS_MS = Date.UTC(2026, 0, 5);
const MINUTE_MS = 60_000;
const TICK_MS = 10_000;
const PACE = { uplinkMs: TICK_MS, otherMs: TICK_MS };
const NOTHING_SAID = new Limits([]);
const LATER_MS = BEGINS_MS + 10 * 86_400_000;

type Bytes = Readonly<Record<string, number>>;

/** Even noise about 1. */
function noisy(index: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return 1 + 0.1 * (((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 31 - 1);
}

/** A host whose time passes as fast as the processor can. */
class Played {
  atMs = BEGINS_MS;
  tickMs = TICK_MS;
  readonly rows = new Map<number, PatternRow>();
  gone: number[] = [];
  private seq = 0;

  constructor(
    readonly analysis = new HostAnalysis(webHost(), PACE),
    private readonly bytes: Bytes = { 'host/eth0': 1.3e6, 'host/br-app': 1.2e6, '11/eth0': 1e6, '12/eth0': 2e5 },
  ) {}

  message(bytes: Bytes = this.bytes): TrafficMessage {
    const keys = Object.keys(bytes);
    const counted = keys.map((key, at) => (bytes[key] ?? 0) * noisy(4 * this.seq + at) * (this.tickMs / 1_000));
    return {
      ...{ v: 1, host: this.analysis.known.id, boot: 'boot', run: 'run', seq: ++this.seq, part: 0, at: this.atMs },
      ...{ ms: this.tickMs, keys, unread: [], base: new Map(), resets: [] },
      columns: perCounter((_, index) =>
        counted.map((each) => Math.round([each, each / 2, each / 800, each / 900][index] ?? 0)),
      ),
    };
  }

  pass(ms: number, changed: Bytes = {}): this {
    for (const untilMs = this.atMs + ms; this.atMs < untilMs;) {
      this.atMs += this.tickMs;
      this.analysis.take(this.message({ ...this.bytes, ...changed }), this.atMs, this.atMs);
      this.write(this.atMs);
    }
    return this;
  }

  /** As the store would. */
  write(nowMs: number, limits = NOTHING_SAID): this {
    const changes = this.analysis.findings.changes(nowMs, limits);
    if (!changes) return this;
    const ids = changes.rows.map(({ patternId }, index) => patternId ?? this.rows.size + index + 1);
    changes.rows.forEach((row, index) => this.rows.set(ids[index] ?? 0, row));
    for (const id of changes.gone) this.rows.delete(id);
    this.gone.push(...changes.gone);
    changes.written(ids);
    return this;
  }

  get told(): PatternRow[] {
    return [...this.rows.values()].filter(({ strength }) => strength > 0);
  }
}

function slotOf({ series }: HostAnalysis, key: string): Slot {
  const found = [...series].find(({ told }) => told.key === key);
  if (!found) throw new Error(`nothing of ${key} is analysed`);
  return found;
}

/** What is left of a host when a container has gone. */
function without(host: AnalysedHost, name: string): AnalysedHost {
  const gone = host.containers.find((each) => each.name === name)?.namespace;
  return {
    ...host,
    interfaces: host.interfaces.filter(({ namespace }) => namespace !== gone),
    containers: host.containers.filter(({ namespace }) => namespace !== gone),
  };
}

const SILENT_SHOP = { 'host/eth0': 3e5, 'host/br-app': 2e5, '11/eth0': 0 };

describe('the analysis of a host', () => {
  it('lays what shows on the whole tree to the container behind it, in words', () => {
    const played = new Played().pass(2 * 60 * MINUTE_MS);
    expect(played.told).toEqual([]);
    played.pass(5 * MINUTE_MS, SILENT_SHOP).pass(5 * MINUTE_MS);
    expect(played.told).toMatchObject([
      { class: 'outage', category: 'loss', entity: { kind: 'container', key: 'shop-id', name: 'shop' } },
    ]);
    const [row] = played.told;
    expect(row?.sentence).toMatch(
      /^`shop` on web-3 carried nothing between 02:00 and 02:05, where 1\.5 MB\/s is usual\.$/,
    );
    expect(row?.endMs).toBe(BEGINS_MS + 125 * MINUTE_MS);
    expect(row?.seenOn.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['host web-3', 'network app']);
  });

  it('tells what comes back within the hour as one pattern, once more', () => {
    const played = new Played().pass(2 * 60 * MINUTE_MS);
    for (let time = 0; time < 3; time++) played.pass(2 * MINUTE_MS, SILENT_SHOP).pass(25 * MINUTE_MS);
    expect(played.told).toMatchObject([{ class: 'outage', repeats: 2, startMs: BEGINS_MS + 120 * MINUTE_MS }]);
    expect(played.told[0]?.sentence).toContain('3 times over');
  });

  it('tells and learns nothing of a time that is known not to be usual, as if nothing were known of it', () => {
    const [shown, hidden] = [new Played().pass(2 * 60 * MINUTE_MS), new Played().pass(2 * 60 * MINUTE_MS)];
    const quiet = { fromMs: shown.atMs, untilMs: shown.atMs + 30 * MINUTE_MS };
    shown.analysis.quietTimes = [quiet];
    shown.pass(30 * MINUTE_MS, { 'host/eth0': 9e7, 'host/br-app': 9e7, '11/eth0': 9e7 });
    for (const end = hidden.atMs + 30 * MINUTE_MS; hidden.atMs < end; hidden.atMs += TICK_MS) hidden.message();
    for (const played of [shown, hidden]) played.pass(60 * MINUTE_MS);
    expect(shown.told).toEqual([]);
    for (const key of ['host/eth0', '11/eth0', '12/eth0']) {
      const [one, other] = [shown, hidden].map(({ analysis }) => slotOf(analysis, key).analysis?.save());
      expect(Buffer.compare(one ?? Buffer.of(1), other ?? Buffer.of())).toBe(0);
    }
    shown.pass(5 * MINUTE_MS, SILENT_SHOP);
    expect(shown.told).toMatchObject([{ class: 'outage', startMs: quiet.untilMs + 60 * MINUTE_MS }]);
  });

  it('goes on from what was saved in the middle of an outage, and ends the row that tells of it', () => {
    const first = new Played().pass(2 * 60 * MINUTE_MS).pass(5 * MINUTE_MS, SILENT_SHOP);
    expect(first.told).toMatchObject([{ class: 'outage', endMs: null }]);
    const second = new Played(new HostAnalysis(first.analysis.known, PACE));
    second.atMs = first.atMs;
    for (const slot of first.analysis.series) {
      const other = second.analysis.slotOf(slot.told.seriesId);
      if (other) Object.assign(other, { analysis: slot.analysis, fedMs: slot.fedMs, savedMs: slot.fedMs });
    }
    for (const [id, row] of first.rows) {
      const slot = second.analysis.slotOf(row.seriesId ?? 0);
      if (slot) second.analysis.findings.restore({ ...row, patternId: id }, slot, slot.fedMs);
      second.rows.set(id, row);
    }
    second.analysis.findings.closeUnsure();
    second.pass(10 * MINUTE_MS);
    expect([...second.rows.values()]).toMatchObject([{ class: 'outage', endMs: first.atMs - TICK_MS }]);
  });

  it('ends what it tells of where it knows nothing of it any more', () => {
    const first = new Played().pass(2 * 60 * MINUTE_MS).pass(5 * MINUTE_MS, SILENT_SHOP);
    const second = new Played(new HostAnalysis(first.analysis.known, PACE));
    for (const [id, row] of first.rows) {
      const slot = second.analysis.slotOf(row.seriesId ?? 0);
      if (slot) second.analysis.findings.restore({ ...row, patternId: id }, slot, null);
    }
    expect([...second.write(LATER_MS).rows.values()]).toMatchObject([
      { class: 'outage', endMs: first.told[0]?.lastSeenMs },
    ]);
  });

  it('ends what goes on where an interface goes', () => {
    const played = new Played().pass(2 * 60 * MINUTE_MS).pass(5 * MINUTE_MS, SILENT_SHOP);
    const { known } = played.analysis;
    played.analysis.update(without(known, 'shop'));
    expect(played.write(LATER_MS).told).toMatchObject([
      { entity: { kind: 'container', name: 'shop' }, endMs: BEGINS_MS + 125 * MINUTE_MS - TICK_MS },
    ]);
    expect(played.analysis.seriesCount).toBe(3);
  });

  it('keeps the names of what was told of a container and its network once they are gone', () => {
    const played = new Played().pass(2 * 60 * MINUTE_MS).pass(5 * MINUTE_MS, SILENT_SHOP);
    const { known } = played.analysis;
    played.analysis.update({ ...known, containers: [], networks: [] });
    const [row] = played.pass(10 * MINUTE_MS).told;
    expect(row).toMatchObject({ class: 'outage', entity: { kind: 'container', name: 'shop' } });
    expect(row?.endMs).toBe(BEGINS_MS + 125 * MINUTE_MS);
    expect(row?.seenOn.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['host web-3', 'network app']);
  });

  it('forgets what is long over, also of interfaces that are gone, and not before its end is told', () => {
    const played = new Played().pass(2 * 60 * MINUTE_MS).pass(5 * MINUTE_MS, SILENT_SHOP);
    const slot = slotOf(played.analysis, '11/eth0');
    played.analysis.update(without(played.analysis.known, 'shop'));
    expect([slot.isGone, slot.analysis, played.analysis.findings.countOf(slot)]).toEqual([true, null, 1]);
    played.atMs += 4 * 60 * MINUTE_MS;
    expect(played.pass(MINUTE_MS, SILENT_SHOP).told[0]?.endMs).toBe(BEGINS_MS + 125 * MINUTE_MS - TICK_MS);
    played.pass(3 * 60 * MINUTE_MS, SILENT_SHOP).pass(5 * MINUTE_MS, { ...SILENT_SHOP, '12/eth0': 0 });
    expect(played.analysis.findings.countOf(slot)).toBe(0);
  });

  it('tells no outage of a container that went, whether its interface went with it or not', () => {
    const outages = (gone: (host: AnalysedHost) => AnalysedHost): PatternRow[] => {
      const played = new Played().pass(2 * 60 * MINUTE_MS);
      for (let tick = 0; tick < 30; tick++) {
        played.atMs += TICK_MS;
        played.analysis.take(played.message({ '12/eth0': 2e5, ...SILENT_SHOP }), played.atMs, played.atMs);
      }
      expect(played.analysis.findings.countOf(slotOf(played.analysis, '11/eth0'))).toBe(1);
      played.analysis.update(gone(played.analysis.known));
      played.analysis.update({ ...played.analysis.known, revision: '3' });
      return played.write(LATER_MS).pass(MINUTE_MS, SILENT_SHOP).told;
    };
    expect(outages((host) => without(host, 'shop'))).toEqual([]);
    expect(outages((host) => ({ ...without(host, 'shop'), interfaces: host.interfaces }))).toEqual([]);
    expect(outages((host) => host)).toMatchObject([{ class: 'outage', entity: { name: 'shop' } }]);
  });

  it('tells nothing of an interface that becomes an uplink, or stops being one, in the middle of a sample', () => {
    const analysis = new HostAnalysis(webHost(), { uplinkMs: MINUTE_MS, otherMs: 5 * MINUTE_MS });
    const played = new Played(analysis);
    const { known } = analysis;
    const asUplink = known.interfaces.map((each) => (each.key === 'host/br-app' ? { ...each, isUplink: true } : each));
    const slot = slotOf(analysis, 'host/br-app');
    played.pass(MINUTE_MS + 2 * TICK_MS);
    expect(slot.sums[0]).toBeGreaterThan(0);
    analysis.update({ ...known, interfaces: asUplink });
    expect([slot.sums[0], slot.unreadMs]).toEqual([0, 2 * TICK_MS]);
    played.pass(TICK_MS);
    analysis.update(known);
    expect([slot.sums[0], slot.unreadMs]).toEqual([0, MINUTE_MS + 3 * TICK_MS]);
  });

  it('says of an expected pattern that it was, and leaves out what is below a raised limit', () => {
    const about = { hostId: 1, entityKind: 'container', entityKey: 'shop-id', class: 'outage' };
    const expected = new Limits([{ ...about, notUseful: 0, expectedUntilMs: Infinity }]);
    const raised = new Limits([{ ...about, notUseful: 9, expectedUntilMs: null }]);
    const tell = (limits: Limits): PatternRow[] => {
      const played = new Played().pass(2 * 60 * MINUTE_MS);
      const [analysis] = [played.analysis];
      for (let tick = 0; tick < 30; tick++) {
        played.atMs += TICK_MS;
        analysis.take(played.message({ ...SILENT_SHOP, '12/eth0': 2e5 }), played.atMs, played.atMs);
      }
      return played.write(LATER_MS, limits).told;
    };
    expect(tell(expected)).toMatchObject([{ class: 'outage', dismissed: 'expected' }]);
    expect(tell(raised)).toEqual([]);
  });

  it('takes for zero what a host that is there does not tell of, and for unknown what it cannot read', () => {
    const silent = new Played().pass(2 * 60 * MINUTE_MS);
    const unread = new Played().pass(2 * 60 * MINUTE_MS);
    for (let tick = 0; tick < 30; tick++) {
      for (const played of [silent, unread]) {
        played.atMs += TICK_MS;
        const message = { ...played.message({ 'host/eth0': 1.3e6 }), unread: played === unread ? ['11/eth0'] : [] };
        played.analysis.take(message, played.atMs, played.atMs);
        played.write(played.atMs);
      }
    }
    const classesOfShop = (played: Played): string[] =>
      played.told.flatMap((row) => (row.entity.name === 'shop' ? [row.class] : []));
    expect([classesOfShop(silent), classesOfShop(unread)]).toEqual([['outage'], []]);
  });

  it('finds the same in what was stored as in what is told', () => {
    const told = new Played().pass(2 * 60 * MINUTE_MS).pass(5 * MINUTE_MS, SILENT_SHOP);
    const stored = new Played();
    const ids = [...stored.analysis.series].map(({ told: { key, seriesId } }) => [key, seriesId] as const);
    for (let tick = 0; tick < (125 * MINUTE_MS) / TICK_MS; tick++) {
      stored.atMs += TICK_MS;
      const isSilent = stored.atMs > BEGINS_MS + 120 * MINUTE_MS;
      const usual = { 'host/eth0': 1.3e6, 'host/br-app': 1.2e6, '11/eth0': 1e6, '12/eth0': 2e5 };
      const { columns, keys } = stored.message({ ...usual, ...(isSilent ? SILENT_SHOP : {}) });
      const frame = {
        ...{ startMs: stored.atMs - TICK_MS, ms: TICK_MS, presenceMs: TICK_MS, unreadIds: [], unreadMs: [] },
        ids: keys.map((key) => new Map(ids).get(key) ?? 0),
        columns: COUNTERS.map((counter) => columns[counter]),
      };
      stored.analysis.takeStored(frame, stored.atMs);
    }
    const plain = ({ told: rows }: Played) => rows.map(({ class: name, startMs, entity }) => [name, startMs, entity]);
    expect(plain(stored.write(LATER_MS))).toEqual(plain(told));
  });

  it('names the change that a step follows', () => {
    const played = new Played().pass(2 * 60 * MINUTE_MS);
    const event = { kind: 'container.image', subject: 'shop-id', before: '1', after: '2', text: 'shop runs shop:2' };
    played.analysis.note({ v: 1, host: played.analysis.known.id, at: played.atMs - 30_000, ...event });
    played.pass(60 * MINUTE_MS, { 'host/eth0': 3.3e6, 'host/br-app': 3.2e6, '11/eth0': 3e6 });
    const [row] = played.told;
    expect(row).toMatchObject({ class: 'step after change', entity: { name: 'shop' } });
    expect(row?.sentence).toContain('just after shop runs shop:2 at 01:59');
  });
});

describe('what happens on a host', () => {
  it('is told with what passed in all of it where it comes again', () => {
    const burst = { 'host/eth0': 9.3e6, 'host/br-app': 9.2e6, '11/eth0': 9e6 };
    const played = new Played()
      .pass(2 * 60 * MINUTE_MS)
      .pass(MINUTE_MS, burst)
      .pass(25 * MINUTE_MS);
    const [first] = played.told;
    expect(first).toMatchObject({ class: 'burst', entity: { name: 'shop' }, repeats: 0 });
    const [both] = played.pass(MINUTE_MS, burst).pass(25 * MINUTE_MS).told;
    expect(both).toMatchObject({ startMs: first?.startMs, repeats: 1 });
    expect((both?.evidence['rxBytes'] ?? 0) / (first?.evidence['rxBytes'] ?? 1)).toBeCloseTo(2, 0);
  });

  it('is a job of a container each night, and its bursts on the uplink are part of it', () => {
    const played = new Played();
    played.tickMs = 2 * MINUTE_MS;
    const run = { 'host/eth0': 6.3e6, 'host/br-app': 6.2e6, '12/eth0': 5.2e6 };
    for (let night = 0; night < 8; night++) {
      played
        .pass(2 * 60 * MINUTE_MS)
        .pass(14 * MINUTE_MS, run)
        .pass((21 * 60 + 46) * MINUTE_MS);
    }
    const job = played.told.find(({ class: name }) => name === 'periodic job');
    expect(job).toMatchObject({ entity: { kind: 'container', name: 'db' }, endMs: null, category: 'cycle' });
    expect(job?.sentence).toMatch(
      /^`db` on web-3 (received|moved) 6\.\d GB between 02:00 and 02:14, as on the 7 nights before\.$/,
    );
    // Until it is known to come each night, a run is a burst; one pattern a night, on the container.
    const bursts = played.told.filter(({ class: name }) => name === 'burst');
    expect(bursts.length).toBeLessThan(5);
    expect(new Set([job, ...bursts].map((row) => row?.entity.name))).toEqual(new Set(['db']));
  });
});

describe('what is analysed of a host', () => {
  it('is not the host’s end of a veth where the container’s is there, and no loopback', () => {
    const host = webHost();
    const ofShop = interfaceOf('host/veth1', { class: 'veth', networkId: 'app-id', master: 'br-app' });
    const ofUnknown = interfaceOf('host/veth2', { class: 'veth', networkId: 'other-id', master: 'br-other' });
    const loopback = interfaceOf('host/lo', { class: 'loopback' });
    const analysis = new HostAnalysis({ ...host, interfaces: [...host.interfaces, ofShop, ofUnknown, loopback] }, PACE);
    expect([...analysis.series].map(({ told }) => told.key)).toEqual([
      ...host.interfaces.map(({ key }) => key),
      'host/veth2',
    ]);
    expect([analysis.uplinkCount, analysis.seriesCount]).toEqual([1, 5]);
  });

  it('takes no memory until it moves, and asks for what it does not know', () => {
    const played = new Played(undefined, { 'host/eth0': 1e6, '13/eth0': 5 }).pass(5 * TICK_MS);
    expect([...played.analysis.series].map((slot) => slot.analysis !== null)).toEqual([true, false, false, false]);
    expect(played.analysis.unknownSinceMs).toBeLessThan(Infinity);
    played.analysis.update(played.analysis.known);
    expect(played.analysis.unknownSinceMs).toBe(Infinity);
  });
});
