import { describe, expect, it } from '@jest/globals';
import { perCounter, type TrafficMessage } from '@weir/model';
import { HostAnalysis } from './host-analysis.js';
import { HostLine } from './host-line.js';
import { webHost } from './interfaces.fixture.js';
import { Limits } from './limits.js';

const SECOND_MS = 1_000;

function message(seq: number, atMs: number, run = 'run'): TrafficMessage {
  return {
    ...{ v: 1, host: webHost().id, boot: 'boot', run, seq, part: 0, at: atMs, ms: SECOND_MS, keys: [], unread: [] },
    ...{ columns: perCounter(() => []), base: new Map(), resets: [] },
  };
}

function line(): { line: HostLine; take: (seq: number, second: number, run?: string) => number } {
  const made = new HostLine(new HostAnalysis(webHost(), { uplinkMs: SECOND_MS, otherMs: SECOND_MS }));
  return {
    line: made,
    take: (seq, second, run) => {
      made.take(message(seq, second * SECOND_MS, run), second * SECOND_MS, second * SECOND_MS);
      return made.analysis.newestMs / SECOND_MS;
    },
  };
}

describe('what a host tells', () => {
  it('waits while what lies before it is read, and is then taken in in its order', () => {
    const { line: host, take } = line();
    expect([host.hasMissed, take(1, 1)]).toEqual([true, -Infinity]);
    host.beginFilling();
    expect([take(2, 2), take(3, 3)]).toEqual([-Infinity, -Infinity]);
    host.goLive(4_000);
    expect([host.isLive, host.analysis.newestMs, take(4, 4)]).toEqual([true, 3_000, 4]);
  });

  it('is taken in once', () => {
    const { line: host, take } = line();
    host.goLive(0);
    expect([take(1, 1), take(2, 2), take(1, 9), take(2, 9)]).toEqual([1, 2, 2, 2]);
    expect(take(1, 3, 'another run')).toBe(3);
  });

  it('is looked for in the store after a jump, once', () => {
    const { line: host, take } = line();
    host.goLive(0);
    take(1, 1);
    expect([take(2, 12), host.hasMissed]).toEqual([12, false]);
    expect([take(9, 30), host.hasMissed]).toEqual([12, true]);
    host.beginFilling();
    host.goLive(31_000);
    expect([take(10, 31), host.hasMissed]).toEqual([31, false]);
  });

  it('ends what a restored state knows nothing of, even where the store could not be read', () => {
    const { line: host } = line();
    const [slot] = [...host.analysis.series];
    if (!slot) throw new Error('nothing is analysed');
    const entity = { kind: 'host', key: webHost().id, name: 'web-3' } as const;
    const row = {
      ...{
        patternId: 7,
        hostId: 1,
        seriesId: slot.told.seriesId,
        finding: 1,
        entity,
        class: 'outage',
        category: 'loss',
      },
      ...{ startMs: 60_000, endMs: null, lastSeenMs: 90_000, strength: 0.8, evidence: {}, sentence: '', seenOn: [] },
      ...{ repeats: 0, dismissed: null },
    };
    [slot.fedMs, slot.savedMs] = [30_000, 30_000];
    host.analysis.findings.restore(row, slot, slot.fedMs);
    host.beginFilling();
    host.goLive(100_000);
    expect(host.analysis.findings.changes(100_000, new Limits([]))?.rows).toMatchObject([
      { patternId: 7, endMs: 60_000 },
    ]);
  });
});
