import { afterEach, describe, expect, it, jest } from '@jest/globals';
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
});
