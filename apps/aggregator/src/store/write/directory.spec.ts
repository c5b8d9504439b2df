import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { InterfaceInfo, InventoryMessage, TrafficMessage } from '@weir/model';
import type { ClientBase } from 'pg';
import type { Arrival } from './arrival.js';
import { Directory, StaleDirectoryError } from './directory.js';

const HOST = '0b9f3c1e-6f43-4a53-9d0c-2f3a4b5c6d7e';
const HOUR_MS = 3_600_000;

const arrival: Arrival = {
  subject: 'weir.v1.test',
  payload: new Uint8Array(),
  receivedMs: 0,
  sentMs: null,
  content: {
    kind: 'event',
    message: {
      v: 1,
      host: HOST,
      at: 0,
      kind: 'container.started',
      subject: 'web',
      before: null,
      after: null,
      text: '',
    },
  },
};
const client = { query: () => Promise.resolve({ rows: [{ id: HOST, host_id: 7 }] }) } as unknown as ClientBase;

const inventoryOf = (info: InterfaceInfo): Arrival => {
  const message = { host: HOST, at: 0, interfaces: [info] } as unknown as InventoryMessage;
  return { ...arrival, content: { kind: 'inventory', message } };
};
const traffic = { host: HOST, run: 'one', boot: 'one', at: 1_000, ms: 1_000, keys: ['host/eth0'], unread: [] };
const message = { ...traffic, base: new Map() } as unknown as TrafficMessage;
const TRAFFIC: Arrival = { ...arrival, content: { kind: 'traffic', message } };

/** A database that holds what is inserted into it. */
function empty(): ClientBase {
  let hosts: object[] = [];
  const query = (sql: string): Promise<{ rows: object[] }> => {
    if (sql.startsWith('SELECT id, host_id')) return Promise.resolve({ rows: hosts });
    if (sql.startsWith('INSERT INTO host')) hosts = [{ id: HOST, host_id: 7 }];
    const isSeries = /INSERT INTO series/.test(sql);
    return Promise.resolve({ rows: isSeries ? [{ host_id: 7, key: 'host/eth0', series_id: 1, first_at_ms: 0 }] : [] });
  };
  return { query } as unknown as ClientBase;
}

describe('what is remembered of hosts', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is old after some hours, and is young again once it was forgotten', async () => {
    const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
    const directory = new Directory();
    await directory.learn(client, [arrival]);
    expect([directory.hostId(HOST), directory.isOld]).toEqual([7, false]);
    clock.mockReturnValue(7 * HOUR_MS);
    expect(directory.isOld).toBe(true);
    directory.forget();
    expect(directory.isOld).toBe(false);
    expect(() => directory.hostId(HOST)).toThrow(StaleDirectoryError);
  });

  it('forgets what it wrote of series: a restored database may have them without it', async () => {
    const info = { key: 'host/eth0', addresses: [] as readonly string[] } as unknown as InterfaceInfo;
    const directory = new Directory();
    await directory.learn(empty(), [inventoryOf(info), TRAFFIC]);
    expect(directory.isWritten(info)).toBe(true);
    directory.forget();
    expect(directory.isWritten(info)).toBe(false);
  });
});
