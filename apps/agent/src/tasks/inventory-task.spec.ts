import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeInventory, type InventoryMessage, MAX_PAYLOAD_BYTES } from '@weir/model';
import { NO_VIEW } from '../collect/os-view.js';
import type { DockerNetwork } from '../discover/docker-records.js';
import type { Outgoing } from '../publish/record.js';
import { type InventoryParts, InventoryTask } from './inventory-task.js';

describe('the inventory', () => {
  const log = { info: jest.fn(), warn: jest.fn() };
  beforeEach(() => {
    jest.useFakeTimers();
    for (const mock of [log.info, log.warn]) mock.mockReset();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** The task of a host with so many networks. */
  function taskOf(count: number, offered: Outgoing[], given: Partial<InventoryParts> = {}): InventoryTask {
    const networks = Array.from({ length: count }, (_, index) => networkOf(`n${index}`));
    return new InventoryTask({
      way: { hostView: () => NO_VIEW, addressesOf: () => ({ routes: [], addresses: new Map() }) },
      hostId: '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11',
      discovery: { namespaces: () => [], containers: () => [] },
      docker: { containers: new Map(), networks: new Map(networks.map((each) => [each.id, each])) },
      kubernetes: { pods: new Map() },
      exclusion: { hasInterface: () => false, excluded: () => new Set() },
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
        os: { hostname: 'web', platform: 'linux', kernel: '6', boot: 'b', bootedAt: 1 },
      }),
      sender: { offerInventory: (messages) => void offered.push(...messages) },
      notice: null,
      mended: { note: () => undefined },
      log,
      nowMs: () => 1_000,
      ...given,
    });
  }

  async function send(count: number, notice: InventoryParts['notice'] = null): Promise<Outgoing[]> {
    const offered: Outgoing[] = [];
    const task = taskOf(count, offered, { notice });
    task.changed();
    await jest.advanceTimersByTimeAsync(10_000);
    task.stop();
    return offered;
  }

  it('is offered once for a burst of changes', async () => {
    expect((await send(1)).map(({ id }) => id)).toEqual(['run-i1']);
  });

  it('is offered in slices where one message cannot hold it, and nothing is left out', async () => {
    const offered = await send(9_000);
    expect(offered.length).toBeGreaterThan(2);
    const decoded = offered.map(({ payload }) => decodeInventory(payload));
    const networks = decoded.flatMap((each) => (each.ok ? each.value.networks : []));
    expect(new Set(networks.map(({ id }) => id)).size).toBe(9_000);
    for (const { payload } of offered) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
  });

  it('is shown to who tells changes, and again when something is still open', async () => {
    const notice = jest.fn<(seen: InventoryMessage) => number | null>();
    notice.mockReturnValueOnce(2_000).mockReturnValue(null);
    expect(await send(1, notice)).toHaveLength(1);
    expect(notice).toHaveBeenCalledTimes(2);
    expect(notice.mock.calls[0]?.[0]).toMatchObject({ at: 1_000, networks: [{ id: 'n0' }] });
  });

  it('is made again after a look that failed, which is said once', async () => {
    const offered: Outgoing[] = [];
    let failures = 2;
    const mended = {
      note: (): void => {
        if (failures-- > 0) throw new Error('no such thing');
      },
    };
    const task = taskOf(1, offered, { mended });
    for (let look = 1; look <= 3; look += 1) await task.send();
    expect(offered).toHaveLength(1);
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(log.warn).toHaveBeenCalledWith({ reason: 'no such thing' }, expect.stringContaining('counting goes on'));
    expect(log.info).toHaveBeenCalledTimes(1);
  });

  it('is not looked at once it was stopped, though something changes', async () => {
    const offered: Outgoing[] = [];
    const task = taskOf(1, offered);
    task.stop();
    task.changed();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(offered).toEqual([]);
  });
});

function networkOf(id: string): DockerNetwork {
  return {
    id,
    name: 'a network with a long name, as some have',
    driver: 'bridge',
    internal: false,
    subnets: ['10.0.0.0/24'],
    bridge: null,
  };
}
