import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MAX_PAYLOAD_BYTES } from '@weir/model';
import { InventoryTask } from './inventory-task.js';
import type { Outgoing } from './publish/record.js';

describe('the inventory', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Sends the inventory of a host whose label is this. */
  function send(hostname: string): { offered: Outgoing[]; log: { error: ReturnType<typeof jest.fn> } } {
    const offered: Outgoing[] = [];
    const log = { error: jest.fn() };
    const task = new InventoryTask({
      config: { procRoot: '/no/such/proc', sysRoot: '/no/such/sys', hostPid: 1 },
      hostId: '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11',
      discovery: { namespaces: () => [], containers: () => [] },
      docker: { containers: new Map(), networks: new Map() },
      series: () => [],
      about: () => ({
        agent: {
          version: '1',
          run: 'run',
          startedAt: 1,
          intervalMs: 1_000,
          docker: 'absent',
          kubernetes: 'absent',
          off: [],
          missing: [],
        },
        os: { hostname, platform: 'linux', kernel: '6', boot: 'b', bootedAt: 1 },
      }),
      sender: { offerInventory: (message) => void offered.push(message) },
      nowMs: () => 1_000,
      log,
    });
    task.changed();
    jest.advanceTimersByTime(1_000);
    task.stop();
    return { offered, log };
  }

  it('is offered once for a burst of changes', () => {
    const { offered, log } = send('web');
    expect(offered.map(({ id }) => id)).toEqual(['run-i1']);
    expect(log.error).not.toHaveBeenCalled();
  });

  it('is not offered where NATS would refuse it for ever, and its size in bytes is told', () => {
    const { offered, log } = send('ä'.repeat(MAX_PAYLOAD_BYTES));
    expect(offered).toEqual([]);
    const [[details]] = log.error.mock.calls as [[{ bytes: number }]];
    expect(details.bytes).toBeGreaterThan(2 * MAX_PAYLOAD_BYTES);
  });
});
