import { describe, expect, it } from '@jest/globals';
import { decodeState, MAX_PAYLOAD_BYTES, perProtocolCounter, type StateMessage } from '@weir/model';
import type { ContainerRow } from '../delta/container-deltas.js';
import type { ProtocolRow } from '../delta/protocol-deltas.js';
import { stateMessages, type StateSample } from './state-messages.js';

const identity = { host: '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11', boot: 'boot', run: 'run' };
const NOTHING: StateSample = {
  ...{ at: 20_000, ms: 10_000, host: null, protocols: null, containers: null, latency: null, failing: [] },
};
const HOST = {
  ...{ cpu: null, softnet: null, conntrack: { used: 3, max: null }, sockets: null },
  memory: { totalBytes: 9, availableBytes: 8, swapTotalBytes: 0, swapFreeBytes: 0 },
  load: [0.5, 1, 2] as const,
};

const row = (key: string, tcpInSegments: number, ms = 10_000): ProtocolRow => ({
  ...{ key, ms },
  deltas: perProtocolCounter((counter) => (counter === 'tcpInSegments' ? tcpInSegments : null)),
});
const container = (id: string, cpuMs: number | null, ms = 10_000): ContainerRow => ({
  ...{ id: id.repeat(64), ms, cpuMs, memoryBytes: 7, memoryLimitBytes: null },
});

function decoded(sample: Partial<StateSample>, firstSeq = 1): StateMessage[] {
  return stateMessages(identity, { ...NOTHING, ...sample }, firstSeq).map(({ payload }) => {
    const message = decodeState(payload);
    if (!message.ok) throw new Error(`${message.refusal.field}: ${message.refusal.reason}`);
    return message.value;
  });
}

describe('state messages', () => {
  it('say what the collectors brought', () => {
    const latency = { natsMs: 0.4, peers: [] };
    const protocols = { rows: [row('host', 5), row('abc', 6)], unread: ['def'] };
    const [message, ...others] = decoded({
      ...{ host: HOST, protocols, containers: [container('a', 40)], latency, failing: ['changes'] },
    });
    expect(others).toEqual([]);
    expect(message).toMatchObject({ ...identity, seq: 1, part: 0, at: 20_000, ms: 10_000, ...HOST, latency });
    expect(message?.protocols).toMatchObject({
      ...{ keys: ['host', 'abc'], unread: ['def'] },
      columns: { tcpInSegments: [5, 6], udpNoPorts: [null, null] },
    });
    expect(message?.containers).toEqual({
      ...{ ids: ['a'.repeat(64)], cpuMs: [40], memoryBytes: [7], memoryLimitBytes: [null] },
    });
    expect(message?.failing).toEqual(['changes']);
  });

  it('say nothing of what is switched off or failed, and tell it from nothing at all', () => {
    expect(decoded({})).toMatchObject([{ cpu: null, protocols: null, containers: null, latency: null }]);
    expect(decoded({ protocols: { rows: [], unread: [] }, containers: [] })).toMatchObject([
      { protocols: { keys: [] }, containers: { ids: [] } },
    ]);
  });

  it('are numbered from where the last ended, and have ids of their own', () => {
    expect(stateMessages(identity, NOTHING, 7).map(({ id }) => id)).toEqual(['run-s7']);
  });

  it('tell rows of a longer interval apart, with its length', () => {
    const protocols = { rows: [row('host', 5), row('abc', 9, 20_000)], unread: ['def'] };
    const parts = decoded({ host: HOST, protocols, containers: [container('a', 1)], failing: ['protocols'] }, 4);
    expect(parts).toMatchObject([
      { seq: 4, part: 0, ms: 10_000, protocols: { keys: ['host'], unread: ['def'] }, failing: ['protocols'] },
      {
        seq: 5,
        part: 1,
        ms: 20_000,
        memory: null,
        protocols: { keys: ['abc'], unread: [] },
        containers: null,
        failing: [],
      },
    ]);
  });

  it('are split where one would be too large, and lose nothing', () => {
    const rows = Array.from({ length: 6_000 }, (_, index) => ({
      ...row(`namespace-${index}`, 0),
      deltas: perProtocolCounter(() => index * 1_000_000_007),
    }));
    const containers = Array.from({ length: 5_000 }, (_, index) => ({
      ...container('a', index),
      id: index.toString(16).padStart(64, '0'),
    }));
    const unread = Array.from({ length: 300 }, (_, index) => `unread-${index}`);
    const sample = { host: HOST, protocols: { rows, unread }, containers };
    const payloads = stateMessages(identity, { ...NOTHING, ...sample }, 1).map(({ payload }) => payload);
    expect(payloads.length).toBeGreaterThan(2);
    expect(payloads.every((payload) => Buffer.byteLength(payload) <= MAX_PAYLOAD_BYTES)).toBe(true);
    const parts = decoded(sample);
    expect(parts.map(({ part, seq }) => [part, seq])).toEqual(parts.map((_, index) => [index, index + 1]));
    expect(parts.flatMap(({ protocols }) => protocols?.keys ?? [])).toEqual(rows.map(({ key }) => key));
    expect(parts.flatMap(({ protocols }) => protocols?.unread ?? [])).toEqual(unread);
    expect(parts.flatMap((part) => part.containers?.ids ?? [])).toEqual(containers.map(({ id }) => id));
    expect(parts.filter(({ memory }) => memory !== null)).toHaveLength(1);
  });
});
