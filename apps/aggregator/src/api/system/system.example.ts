import type { SystemType } from './system.type.js';

const AT = new Date('2026-11-21T12:00:00.000Z');
const WEB = { hostId: '0f8fad5b-d9cb-469f-a165-70867728950e', hostName: 'web-1' } as const;

/** The example of an answer. */
export const SYSTEM_EXAMPLE: SystemType = {
  at: AT,
  state: 'warn',
  parts: [
    {
      ...{ name: 'agents', state: 'warn', text: '1 of 12 agents is not well.' },
      remedy: 'Each is listed below with what to do.',
    },
    { name: 'stream', state: 'good', text: '12 messages wait to be stored; the stream is 0 % full.', remedy: null },
  ],
  agents: {
    ...{ total: 12, silent: 0, failing: 1, versions: [{ version: '0.1.0', hosts: 12 }], troubleCount: 1 },
    troubles: [
      {
        ...{ ...WEB, kind: 'failing', text: 'What fails: protocols. All else is still counted.' },
        remedy: 'See the agent’s log, which says why, or run `weir-agent doctor` on that host.',
      },
    ],
  },
  lagMilliseconds: 820,
  refused: {
    ...{ kept: 3, lastHour: 0, reasons: [{ reason: 'ms: is not an integer', count: 3, newestAt: AT }] },
    newest: [{ at: AT, reason: 'ms: is not an integer', ...WEB }],
  },
  jobs: { queued: 0, running: 1, failed: 0 },
  processes: [
    {
      ...{ id: '7d444840-9dc0-11d1-b245-5ffdce74fad2', host: 'weir-1', pid: 1, version: '0.1.0' },
      ...{
        roles: ['ingest', 'analyse', 'api'],
        startedAt: AT,
        seenAt: AT,
        silentMilliseconds: null,
        memoryBytes: 146_800_640,
        isNatsUp: true,
      },
      ...{ partitions: [0], rowsPerSecond: 412.5, lagSeconds: 0.04, refused: 0, streamFault: null },
    },
  ],
  partitions: [{ partition: 0, at: AT, lagMilliseconds: 210, series: 340, thinned: 0 }],
};
