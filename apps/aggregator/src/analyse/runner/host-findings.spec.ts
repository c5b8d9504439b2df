import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../pattern/finding.js';
import type { AnalysedInterface } from '../../store/patterns/analysed-hosts.js';
import type { PatternEntity, PatternRow } from '../../store/patterns/pattern-row.js';
import { HostFindings } from './host-findings.js';
import { interfaceOf } from './interfaces.fixture.js';
import { Limits } from './limits.js';
import { Slot } from './slot.js';

const START_MS = Date.UTC(2026, 0, 5, 2);
const MINUTE_MS = 60_000;
const NOTHING_SAID = new Limits([]);
const SHOP: PatternEntity = { kind: 'container', key: 'shop-id', name: 'shop' };

/** An interface of a container, or of whatever else is given. */
function slotOf(key: string, thing = SHOP, more: Partial<AnalysedInterface> = {}): Slot {
  const slot = new Slot(interfaceOf(key, { class: 'container', ...more }));
  slot.thing = thing;
  slot.fedMs = START_MS;
  return slot;
}

function outage(more: Partial<Finding> = {}): Finding {
  const evidence = { usualBytesPerSecond: 1e6, lowestShare: 0, repeats: 0 };
  return { ...{ id: 1, class: 'outage', startMs: START_MS, endMs: null, strength: 0.8, evidence }, ...more };
}

/** The findings of a host, and the rows that were written of them, by id. */
class Written {
  readonly rows = new Map<number, PatternRow>();
  readonly findings = new HostFindings(
    () => ({ hostId: 1, hostName: 'web-3' }),
    () => START_MS,
  );
  private last = 0;

  tell(slot: Slot, finding: Finding): this {
    this.findings.tell(slot, finding, START_MS);
    return this;
  }

  write(limits = NOTHING_SAID, nowMs = START_MS + 60 * MINUTE_MS): PatternRow[] {
    const changes = this.findings.changes(nowMs, limits);
    const ids = changes?.rows.map(({ patternId }) => patternId ?? ++this.last) ?? [];
    changes?.rows.forEach((row, index) => this.rows.set(ids[index] ?? 0, { ...row, patternId: ids[index] ?? 0 }));
    changes?.gone.forEach((id) => this.rows.delete(id));
    changes?.written(ids);
    return [...this.rows.values()];
  }

  /** Another process goes on with the one pattern that was written. */
  restarted(slot: Slot): Written {
    const next = new Written();
    for (const [id, row] of this.rows) {
      next.rows.set(id, row);
      next.findings.restore(row, slot, slot.fedMs);
    }
    next.last = this.last;
    return next;
  }
}

describe('what is told of a container of several networks', () => {
  it('is one pattern while it goes on on any of them, whenever it began there', () => {
    const [front, back] = [slotOf('11/eth0'), slotOf('11/eth1')];
    const later = outage({ startMs: START_MS + 30 * MINUTE_MS });
    const written = new Written().tell(front, outage());
    expect(written.write()).toHaveLength(1);
    expect(written.tell(back, later).write()).toMatchObject([{ startMs: START_MS, endMs: null }]);
    written.tell(front, outage({ endMs: START_MS + 40 * MINUTE_MS }));
    expect(written.write()).toMatchObject([{ startMs: START_MS, endMs: null }]);
    written.tell(back, { ...later, endMs: START_MS + 50 * MINUTE_MS });
    expect(written.write()).toMatchObject([{ startMs: START_MS, endMs: START_MS + 50 * MINUTE_MS }]);
  });
});

describe('what goes on after a restart', () => {
  it('is as strong as it was told, until it is told anew: its limit was raised then', () => {
    const about = { hostId: 1, entityKind: 'container', entityKey: 'shop-id', class: 'outage', expectedUntilMs: null };
    const raised = new Limits([{ ...about, notUseful: 1 }]);
    const slot = slotOf('11/eth0');
    const before = new Written().tell(slot, outage({ strength: 0.9 }));
    const [told] = before.write(raised);
    expect(told?.strength).toBeCloseTo(0.8);
    const after = before.restarted(slot);
    after.findings.closeAllOf(slot);
    expect(after.write(raised)).toMatchObject([{ strength: told?.strength, endMs: START_MS }]);
    expect(after.tell(slot, outage({ strength: 0.95 })).write(raised)[0]?.strength).toBeCloseTo(0.9);
  });

  it('knows how often it came again before, and adds what its interface folds', () => {
    const slot = slotOf('11/eth0');
    slot.fedMs = START_MS + 70 * MINUTE_MS;
    const before = new Written();
    for (let id = 1; id <= 3; id++) {
      const startMs = START_MS + id * 20 * MINUTE_MS;
      before.tell(slot, outage({ id, startMs, endMs: startMs + MINUTE_MS }));
      before.write();
    }
    const startMs = START_MS + 60 * MINUTE_MS;
    const repeated = (repeats: number): Finding =>
      outage({ id: 3, startMs, endMs: startMs + 5 * MINUTE_MS, evidence: { ...outage().evidence, repeats } });
    expect(before.tell(slot, repeated(1)).write()).toMatchObject([{ repeats: 3, evidence: { repeats: 3 } }]);
    const after = before.restarted(slot).tell(slot, repeated(2));
    expect(after.write()).toMatchObject([{ repeats: 4, evidence: { repeats: 4, foldedRepeats: 2 } }]);
  });
});

it('tells nothing of an uplink whose burst is over, and larger than what the container behind it has told so far', () => {
  const burst = (peak: number, endMs: number | null): Finding =>
    outage({ class: 'burst', endMs, evidence: { usualBytesPerSecond: 1e4, peakBytesPerSecond: peak, repeats: 0 } });
  const [container, uplink] = [
    slotOf('11/eth0'),
    slotOf('host/eth0', { kind: 'host', key: 'host-id', name: 'web-3' }, { class: 'uplink', isUplink: true }),
  ];
  const written = new Written();
  const names = (seconds: number): string[] =>
    written.write(NOTHING_SAID, START_MS + 1_000 * seconds).map(({ entity }) => entity.name);
  written.tell(container, burst(2e5, null)).tell(uplink, burst(3e5, null));
  expect(names(20)).toEqual(['shop']);
  written.tell(uplink, burst(6e5, START_MS + MINUTE_MS));
  expect(names(60)).toEqual(['shop']);
  expect(names(70)).toEqual(['shop']);
  written.tell(container, burst(6e5, START_MS + MINUTE_MS));
  expect(names(71)).toEqual(['shop']);
  expect(names(120)).toEqual(['shop']);
});

it('lists the strongest places where a pattern shows, and counts the others', () => {
  const written = new Written();
  const figures = (bytes: number): Finding['evidence'] => ({ ...outage().evidence, usualBytesPerSecond: bytes });
  const network = slotOf(
    'host/br-app',
    { kind: 'network', key: 'app-id', name: 'app' },
    { class: 'bridge', networkId: 'app-id' },
  );
  written.tell(network, outage({ evidence: figures(60e6) }));
  for (let index = 0; index < 60; index++) {
    const container = slotOf(
      `${index}/eth0`,
      { kind: 'container', key: `id-${index}`, name: `${index}` },
      { networkId: 'app-id' },
    );
    written.tell(container, outage({ strength: 0.4 + index / 1_000, evidence: figures(1e6) }));
  }
  const [row] = written.write();
  expect(row).toMatchObject({ entity: { name: 'app' }, evidence: { seenOnInAll: 60 } });
  expect(row?.seenOn.map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, index) => `${59 - index}`));
});
