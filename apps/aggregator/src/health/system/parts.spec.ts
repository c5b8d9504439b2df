import { describe, expect, it } from '@jest/globals';
import type { ProcessTold, QuotaBehind } from '../../query/system/system.query.js';
import type { SystemFindings } from './findings.js';
import type { PartName, PartState } from './part.js';
import { judgeParts, worstOf } from './parts.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const PROCESS: ProcessTold = {
  ...{ id: 'a', host: 'weir-1', pid: 1, version: '0.2.0', roles: ['ingest', 'analyse', 'api'] },
  ...{ startedAt: new Date(NOW), seenAt: new Date(NOW), silentMs: 2_000, memoryBytes: 1, isNatsUp: true },
  ...{ partitions: [0], rowsPerSecond: 10, lagSeconds: 0.1, refused: 0, streamFault: null },
};
const WELL: SystemFindings = {
  ...{ nowMs: NOW, hosts: 3, troubles: [], processes: [PROCESS], partitionCount: 1 },
  partitions: [{ partition: 0, at: new Date(NOW), lagMs: 100, series: 40, thinned: 0 }],
  refused: { kept: 0, lastHour: 0, reasons: [], newest: [] },
  jobs: { queued: 0, running: 0, failed: 0, waitingMs: null },
  quotas: { total: 9, behind: [] },
  ...{ isNatsUp: true, stream: { bytes: 10, maxBytes: 100, waiting: 1 }, growthBytesPerDay: 1e6, lagMs: 200 },
  database: { bytes: 5e9, tableBytes: new Map(), disk: { freeBytes: 60e9, totalBytes: 100e9 } },
};
const disk = (freeBytes: number): Partial<SystemFindings> => ({
  database: { bytes: 5e9, tableBytes: new Map(), disk: { freeBytes, totalBytes: 100e9 } },
});
const process = (change: Partial<ProcessTold>): Partial<SystemFindings> => ({ processes: [{ ...PROCESS, ...change }] });
const quotas = (total: number, lacks: readonly QuotaBehind['lacks'][]): Partial<SystemFindings> => ({
  quotas: { total, behind: lacks.map((each) => ({ name: 'shop', lacks: each, forMs: 1_200_000 })) },
});
const trouble = { hostId: 'h', hostName: 'web-1', kind: 'silent', text: '', remedy: '' } as const;

describe('parts of weir', () => {
  it('are all well where nothing is amiss, and ask for nothing', () => {
    const parts = judgeParts(WELL);
    expect(parts.map(({ state, remedy }) => [state, remedy])).toEqual(parts.map(() => ['good', null]));
    expect(worstOf(parts)).toBe('good');
  });

  it.each<[PartName, PartState, string, Partial<SystemFindings>]>([
    ['agents', 'warn', 'No agent has reported yet', { hosts: 0 }],
    ['agents', 'warn', '1 of 3 agents is', { troubles: [trouble, { ...trouble, kind: 'old' }] }],
    ['stream', 'bad', 'NATS cannot be reached', { isNatsUp: false }],
    ['stream', 'unknown', 'cannot be asked', { stream: null }],
    ['stream', 'warn', '60 % full', { stream: { bytes: 60, maxBytes: 100, waiting: 9 } }],
    ['stream', 'bad', '90 % full', { stream: { bytes: 90, maxBytes: 100, waiting: 9 } }],
    ['stream', 'good', '9,000 messages wait to be stored.', { stream: { bytes: 90, maxBytes: null, waiting: 9_000 } }],
    ['ingest', 'bad', 'No process stores', process({ roles: ['api'] })],
    ['ingest', 'bad', 'No process stores', process({ silentMs: 60_000 })],
    ['ingest', 'bad', 'taken from the stream: no rights', process({ streamFault: 'no rights' })],
    ['ingest', 'warn', '20 s late', process({ lagSeconds: 20 })],
    ['ingest', 'bad', '1 min 30 s late', { lagMs: 90_000 }],
    ['refused', 'warn', '1 message was refused', { refused: { ...WELL.refused, kept: 5, lastHour: 1 } }],
    ['refused', 'good', '5 older ones', { refused: { ...WELL.refused, kept: 5 } }],
    ['database', 'unknown', 'not known yet', { database: null }],
    ['database', 'good', 'cannot be seen from here', { database: { ...WELL.database!, disk: null } }],
    ['database', 'warn', '85 % full', disk(15e9)],
    ['database', 'bad', '95 % full', disk(5e9)],
    ['database', 'warn', 'for 6 days', { growthBytesPerDay: 10e9 }],
    ['analysis', 'bad', '1 of 1 partition of the hosts is not analysed', process({ partitions: null })],
    ['analysis', 'warn', 'behind in 1 of 1', { partitions: [{ ...WELL.partitions[0]!, lagMs: 61_000 }] }],
    ['analysis', 'warn', 'behind', { partitions: [{ ...WELL.partitions[0]!, at: new Date(NOW - 61_000) }] }],
    ['analysis', 'warn', '7 interfaces', { partitions: [{ ...WELL.partitions[0]!, thinned: 7 }] }],
    ['quotas', 'good', 'No quota is set', { quotas: { total: 0, behind: [] } }],
    ['quotas', 'good', 'The quota is counted', { quotas: { total: 1, behind: [] } }],
    ['quotas', 'warn', '1 of 1 quota is behind: “shop” was counted last 20 min', quotas(1, ['now'])],
    ['quotas', 'warn', '1 of 9 quotas is behind: “shop” was never counted', quotas(9, ['all'])],
    ['quotas', 'warn', 'of “shop” a day that ended 20 min ago is not counted whole.', quotas(9, ['day'])],
    ['quotas', 'warn', '5 of 9 quotas are behind', quotas(9, ['all', 'all', 'all', 'all', 'now'])],
    ['quotas', 'warn', '; and 2 more.', quotas(9, ['all', 'all', 'all', 'all', 'now'])],
    ['jobs', 'warn', 'the longest for 10 minutes', { jobs: { ...WELL.jobs, queued: 3, waitingMs: 600_000 } }],
    ['jobs', 'warn', '2 exports and reports failed', { jobs: { ...WELL.jobs, failed: 2 } }],
    ['processes', 'warn', 'weir-1 (1) went without a word', process({ silentMs: 21_000 })],
    ['processes', 'warn', '1 of 2 processes run an older', { processes: [PROCESS, { ...PROCESS, id: 'b', version: '0.1.9' }] }], // prettier-ignore
  ])('%s: %s where %s', (name, state, text, change) => {
    const parts = judgeParts({ ...WELL, ...change });
    const part = parts.find((each) => each.name === name);
    expect([part?.state, part?.text]).toEqual([state, expect.stringContaining(text)]);
    expect(part?.remedy === null).toBe(state === 'good');
  });

  it.each([
    ['the log where a process counts', PROCESS, 'The log of the process with the role analyse'],
    ['to start one where none does', { ...PROCESS, roles: ['api'] }, 'No process counts them: start one'],
    ['to start one where it is gone', { ...PROCESS, silentMs: 60_000 }, 'No process counts them: start one'],
  ])('tell of quotas that are behind to look at %s', (_, given, remedy) => {
    const parts = judgeParts({ ...WELL, ...quotas(9, ['now']), processes: [given] });
    expect(parts.find(({ name }) => name === 'quotas')?.remedy).toContain(remedy);
  });

  it('are together as bad as the worst', () => {
    expect(worstOf([{ state: 'unknown' }, { state: 'warn' }])).toBe('warn');
    expect(worstOf([{ state: 'unknown' }, { state: 'good' }])).toBe('unknown');
    expect(worstOf([{ state: 'bad' }, { state: 'warn' }])).toBe('bad');
  });
});
