import { describe, expect, it } from '@jest/globals';
import type { InventoryMessage } from '@weir/model';
import { shiftedBy } from './shift.js';

const EVENT = { v: 1, host: 'h', at: 10, kind: 'k', subject: 's', before: null, after: null, text: 't' } as const;

describe('shiftedBy', () => {
  it('moves the time of a message', () => {
    expect(shiftedBy(EVENT, 5)).toEqual({ ...EVENT, at: 15 });
  });

  it('moves the times within an inventory, and leaves unknown ones unknown', () => {
    const inventory = {
      ...{ v: 1, host: 'h', at: 10, rev: 1, networks: [] },
      agent: { version: '1', startedAt: 3 },
      os: { hostname: 'x', bootedAt: null },
      interfaces: [{ key: 'host/eth0', since: 1 }],
      containers: [
        { id: 'a', startedAt: 2 },
        { id: 'b', startedAt: null },
      ],
    } as unknown as InventoryMessage;
    expect(shiftedBy(inventory, 100)).toEqual({
      ...inventory,
      at: 110,
      agent: { version: '1', startedAt: 103 },
      os: { hostname: 'x', bootedAt: null },
      interfaces: [{ key: 'host/eth0', since: 101 }],
      containers: [
        { id: 'a', startedAt: 102 },
        { id: 'b', startedAt: null },
      ],
    });
  });
});
