import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeEvent, type EventMessage, type InventoryMessage, type NetworkInfo } from '@weir/model';
import { CollectorReports } from '../collect/reports.js';
import { EventMessages } from '../publish/event-messages.js';
import { KeptFile } from '../publish/kept-file.js';
import type { Outgoing } from '../publish/record.js';
import { ChangesTask } from './changes-task.js';

const host = '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11';
const SPOOLED_WITHIN_MS = 2_000;

describe('the task that tells changes', () => {
  let folder: string;
  let file: string;
  let enqueued: Outgoing[];
  let reports: CollectorReports;
  let at = 1_700_000_000_000;
  const log = { info: jest.fn(), warn: jest.fn(), debug: jest.fn() };

  beforeEach(() => {
    jest.useFakeTimers();
    folder = mkdtempSync(join(tmpdir(), 'weir-agent-'));
    file = join(folder, 'last-inventory.json');
    enqueued = [];
    reports = new CollectorReports(
      () => 0,
      () => undefined,
    );
    for (const each of Object.values(log)) each.mockReset();
  });
  afterEach(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  function task(run = 'run', path: string | null = folder): ChangesTask {
    return new ChangesTask({
      ...{
        messages: new EventMessages({ host, run }),
        enqueue: (messages) => void enqueued.push(...messages),
        reports,
      },
      ...{ kept: new KeptFile(path, 'last-inventory.json'), spooledWithinMs: SPOOLED_WITHIN_MS, log },
    });
  }

  function inventory(...networks: string[]): InventoryMessage {
    at += 10_000;
    const network = (id: string): NetworkInfo => ({
      ...{ id, name: id, driver: 'bridge', internal: false, subnets: [], bridge: null },
    });
    return {
      ...{ v: 1, host, at, rev: 0, interfaces: [], containers: [], networks: networks.map(network) },
      agent: {
        ...{ version: '1', run: 'run', startedAt: 1, intervalMs: 1_000, docker: 'connected' },
        ...{ kubernetes: 'absent', off: [], missing: [] },
      },
      os: { hostname: 'h', platform: 'linux', kernel: '6', boot: 'b', bootedAt: 1 },
    };
  }

  const events = (): EventMessage[] =>
    enqueued.map(({ payload }) => {
      const decoded = decodeEvent(payload);
      if (!decoded.ok) throw new Error(decoded.refusal.field);
      return decoded.value;
    });
  const told = (): string[] => events().map(({ kind, subject }) => `${kind} ${subject}`);

  it('numbers its messages, and counts its runs', () => {
    const changes = task();
    changes.notice(inventory('n1'));
    changes.notice(inventory('n1', 'n2', 'n3'));
    expect(enqueued.map(({ id }) => id)).toEqual(['run-e1', 'run-e2']);
    expect(events()[0]).toMatchObject({ v: 1, host, at, kind: 'network.added', subject: 'n2', before: null });
    expect(reports.all()).toMatchObject([{ name: 'changes', runs: 2, failures: 0 }]);
    expect(log.debug).toHaveBeenCalledTimes(2);
    changes.stop();
  });

  it('tells what changed while the agent was away', () => {
    const first = task();
    first.notice(inventory('n1', 'n2'));
    first.stop();
    const second = task('next');
    second.notice(inventory('n2', 'n3'));
    expect(told()).toEqual(['network.added n3', 'network.removed n1']);
    second.stop();
  });

  it('tells it again where the agent was killed before it was on disk, and not where it was', () => {
    const first = task();
    first.notice(inventory('n1'));
    jest.advanceTimersByTime(SPOOLED_WITHIN_MS);
    first.notice(inventory('n1', 'n2'));
    jest.advanceTimersByTime(SPOOLED_WITHIN_MS - 1);
    first.notice(inventory('n1', 'n2', 'n3'));
    jest.advanceTimersByTime(1);
    task('killed').notice(inventory('n1', 'n2', 'n3'));
    expect(told()).toEqual(['network.added n2', 'network.added n3', 'network.added n3']);
    jest.advanceTimersByTime(SPOOLED_WITHIN_MS);
    enqueued = [];
    task('later').notice(inventory('n1', 'n2', 'n3'));
    expect(told()).toEqual([]);
  });

  it.each(['', '{"v":1', '[]', 'null', '{"v":1,"host":"x"}'])('leaves out a damaged record: %j', (text) => {
    writeFileSync(file, text);
    const changes = task();
    expect(log.warn).toHaveBeenCalledTimes(1);
    changes.notice(inventory('n1'));
    expect(told()).toEqual([]);
    changes.stop();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ networks: [{ id: 'n1' }] });
  });

  it('tells changes without a state folder too, and says once that it cannot keep them', () => {
    const nowhere = task('run', null);
    nowhere.notice(inventory('n1'));
    nowhere.notice(inventory());
    nowhere.stop();
    expect(told()).toEqual(['network.removed n1']);
    expect(log.warn).not.toHaveBeenCalled();
    const broken = task('run', join(folder, 'gone'));
    broken.notice(inventory('n1'));
    jest.advanceTimersByTime(SPOOLED_WITHIN_MS);
    broken.stop();
    expect(log.warn).toHaveBeenCalledTimes(1);
  });
});
