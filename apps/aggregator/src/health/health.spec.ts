import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { type Findings, type HostFindings, judge } from './health.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const host = (more: Partial<HostFindings> = {}): HostFindings => ({
  storedMs: NOW - 1_000,
  liveMs: NOW - 500,
  intervalMs: 1_000,
  ...more,
});
const findings = (more: Partial<Findings> = {}): Findings => ({
  nowMs: NOW,
  databaseFault: null,
  natsUp: true,
  hosts: [host(), host({ storedMs: NOW - 20_000, liveMs: null })],
  refusedKept: 2,
  ingest: { rowsPerSecond: 12.5, refused: 2, lagSeconds: 0.1, streamFault: null },
  partitionsOwned: [0, 2],
  capacity: {
    stream: { bytes: 600, maxBytes: 1_000, waiting: 3 },
    database: { bytes: 5_000, tableBytes: new Map(), disk: { freeBytes: 70, totalBytes: 100 } },
    growthBytesPerDay: 40,
    warnings: ['the stream is 60 % full'],
  },
  ...more,
});

describe('judge', () => {
  it('is ok while samples arrive and are stored, one silent host or not', () => {
    expect(judge(findings())).toEqual({
      status: 'ok',
      reasons: [],
      warnings: ['the stream is 60 % full'],
      hosts: { alive: 1, silent: 1 },
      lastSample: '2026-11-21T11:59:59.000Z',
      rowsPerSecond: 12.5,
      refused: 2,
      refusedKept: 2,
      lagSeconds: 0.1,
      partitionsOwned: [0, 2],
      stream: { bytes: 600, maxBytes: 1_000, waitingMessages: 3 },
      storage: { bytes: 5_000, growthBytesPerDay: 40, diskFreeBytes: 70 },
      database: 'up',
      nats: 'up',
    });
  });

  it('is ok on a fresh system without hosts, and in a process that does not ingest', () => {
    expect(judge(findings({ hosts: [], ingest: null }))).toMatchObject({
      status: 'ok',
      hosts: { alive: 0, silent: 0 },
      lastSample: null,
      rowsPerSecond: null,
      refused: null,
      lagSeconds: null,
    });
  });

  it.each<[string, Partial<Findings>, string]>([
    ['the database', { databaseFault: 'it is being prepared', hosts: null }, 'being prepared'],
    ['NATS', { natsUp: false }, 'NATS'],
    [
      'a stream that cannot be asked',
      { ingest: { rowsPerSecond: 0, refused: 0, lagSeconds: null, streamFault: 'no room' } },
      'from the stream: no room',
    ],
    ['lag', { ingest: { rowsPerSecond: 1, refused: 0, lagSeconds: 61, streamFault: null } }, 'lags 61 s'],
    ['live samples that are not stored', { hosts: [host({ storedMs: NOW - 62_500 })] }, 'last 62 s is stored'],
    ['silence', { hosts: [host({ storedMs: NOW - 43_000, liveMs: null, intervalMs: null })] }, '43 s old'],
  ])('is broken by %s, and says so', (_, fault, reason) => {
    const health = judge(findings(fault));
    expect(health.status).toBe('broken');
    expect(health.reasons).toEqual([expect.stringContaining(reason)]);
  });

  it('calls only what is stored the last sample', () => {
    const health = judge(findings({ hosts: [host({ storedMs: NOW - 30_000, liveMs: NOW })] }));
    expect(health).toMatchObject({ status: 'ok', lastSample: '2026-11-21T11:59:30.000Z', hosts: { alive: 1 } });
  });

  it.each<[string, HostFindings[]]>([['one host of several that lags', [host(), host({ storedMs: NOW - 90_000 })]]])(
    'is not broken by %s',
    (_, hosts) => {
      expect(judge(findings({ hosts })).reasons).toEqual([]);
    },
  );

  it('tells every reason at once', () => {
    expect(judge(findings({ natsUp: false, databaseFault: 'x', hosts: null })).reasons).toHaveLength(2);
  });
});
