import { describe, expect, it } from '@jest/globals';
import { decodeInventory } from '@weir/model';
import { InventoryMessages } from './inventory-message.js';

const head = {
  host: '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11',
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
  os: { hostname: 'h', platform: 'linux', kernel: '6', boot: 'b', bootedAt: 1 },
} as const;
const empty = { interfaces: [], containers: [], networks: [] };
const network = { id: 'n', name: 'n', driver: 'bridge', internal: false, subnets: [], bridge: null };

describe('inventory messages', () => {
  it('says a change once, and all of it again after ten minutes', () => {
    const messages = new InventoryMessages();
    const ids = [
      messages.next(head, empty, 1_000),
      messages.next(head, empty, 2_000),
      messages.next(head, { ...empty, networks: [network] }, 3_000),
      messages.next(
        { ...head, agent: { ...head.agent, docker: 'connected', kubernetes: 'absent', off: [], missing: [] } },
        { ...empty, networks: [network] },
        4_000,
      ),
      messages.next(
        { ...head, agent: { ...head.agent, docker: 'connected', kubernetes: 'absent', off: [], missing: [] } },
        { ...empty, networks: [network] },
        604_000,
      ),
    ].map(([message]) => message?.id);
    expect(ids).toEqual(['run-i1', undefined, 'run-i2', 'run-i3', 'run-i4']);
  });

  it('is what the model decodes', () => {
    const [message] = new InventoryMessages().next(head, { ...empty, networks: [network] }, 1_000);
    expect(decodeInventory(message!.payload)).toEqual({
      ok: true,
      value: { v: 1, ...head, at: 1_000, rev: 1, ...empty, networks: [network] },
    });
  });
});
