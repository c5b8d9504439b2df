import { describe, expect, it } from '@jest/globals';
import { CPU_TIMES, type PerCpuTime } from '@weir/model';
import type { HostReading } from '../collect/host-state.js';
import type { NamespaceProtocols } from '../collect/protocols.js';
import type { CpuReading } from '../procfs/cpu.js';
import type { ProtocolReading } from '../procfs/snmp.js';
import { ContainerDeltas } from './container-deltas.js';
import { HostDeltas } from './host-deltas.js';
import { ProtocolDeltas } from './protocol-deltas.js';

const at = (second: number) => ({ at: second * 1_000, monotonicMs: second * 1_000 });

describe('what the host did', () => {
  const cpu = (times: Partial<PerCpuTime<number>>): CpuReading => ({
    cores: 2,
    times: { ...(Object.fromEntries(CPU_TIMES.map((name) => [name, 1_000])) as PerCpuTime<number>), ...times },
  });
  const softnet = (processed: number, dropped = 0) => [{ cpu: 0, processed, dropped, squeezed: 0 }];
  const read = (given: Partial<HostReading>): HostReading => ({
    ...{ cpu: null, softnet: null, memory: null, load: [1, 2, 3], conntrack: { used: 7, max: null }, sockets: null },
    ...given,
  });

  it('is the difference to the reading before, and gauges as they are; the first is where counting begins', () => {
    const deltas = new HostDeltas();
    const gauges = { memory: null, load: [1, 2, 3], conntrack: { used: 7, max: null }, sockets: null };
    const nothing = { cpu: null, softnet: null };
    expect(deltas.advance(read({ cpu: cpu({}), softnet: softnet(7) }))).toEqual({ ...gauges, ...nothing });
    expect(deltas.advance(read({ cpu: cpu({ userMs: 1_250 }), softnet: softnet(9, 1) }))).toEqual({
      ...gauges,
      cpu: { ...Object.fromEntries(CPU_TIMES.map((name) => [name, 0])), cores: 2, userMs: 250 },
      softnet: { processed: 2, dropped: 1, squeezed: 0 },
    });
  });

  it('is nothing where a time fell, as idle does', () => {
    const deltas = new HostDeltas();
    deltas.advance(read({ cpu: cpu({}) }));
    expect(deltas.advance(read({ cpu: cpu({ idleMs: 990, iowaitMs: 1_040 }) }))?.cpu).toMatchObject({
      idleMs: 0,
      iowaitMs: 40,
    });
  });

  it.each([
    ['failed', null],
    ['lacked it', read({})],
  ])('is unknown after a reading that %s: it would be of two intervals', (_, failed) => {
    const deltas = new HostDeltas();
    deltas.advance(read({ cpu: cpu({}), softnet: softnet(1) }));
    deltas.advance(failed);
    expect(deltas.advance(read({ cpu: cpu({}), softnet: softnet(2) }))).toMatchObject({ cpu: null, softnet: null });
  });

  it('goes on where the 32 bits of a CPU end', () => {
    const deltas = new HostDeltas();
    deltas.advance(read({ softnet: softnet(2 ** 32 - 10) }));
    expect(deltas.advance(read({ softnet: softnet(5) }))?.softnet?.processed).toBe(15);
  });
});

describe('what namespaces counted by protocol', () => {
  const read = (key: string, counters: ProtocolReading | null, life = key, startedAt = 0): NamespaceProtocols => ({
    ...{ key, life, startedAt, counters },
  });

  it('is told of those that counted anything', () => {
    const deltas = new ProtocolDeltas(1_000_000);
    deltas.advance(at(1_000), [read('a', { tcpInSegments: 5n }), read('b', { tcpInSegments: 5n })]);
    const { rows, unread } = deltas.advance(at(1_010), [
      read('a', { tcpInSegments: 8n, udpNoPorts: 0n }),
      read('b', { tcpInSegments: 5n }),
      read('c', null),
    ]);
    expect(rows.map(({ key, ms }) => [key, ms])).toEqual([['a', 10_000]]);
    expect(rows[0]?.deltas).toMatchObject({ tcpInSegments: 3, udpNoPorts: 0, tcpOutResets: null });
    expect(unread).toEqual(['c']);
  });

  it('begins anew with a namespace of the same name, even where it counts more', () => {
    const deltas = new ProtocolDeltas(1_000_000);
    deltas.advance(at(1_000), [read('a', { tcpInSegments: 500n }, 'first')]);
    const { rows } = deltas.advance(at(1_010), [read('a', { tcpInSegments: 700n }, 'second', 1_005_000)]);
    expect(rows[0]?.deltas.tcpInSegments).toBe(700);
  });

  it('begins anew with a counter that fell', () => {
    const deltas = new ProtocolDeltas(1_000_000);
    deltas.advance(at(1_000), [read('a', { tcpInSegments: 500n, udpNoPorts: 5n })]);
    const { rows } = deltas.advance(at(1_010), [read('a', { tcpInSegments: 30n, udpNoPorts: 6n })]);
    expect(rows[0]?.deltas).toMatchObject({ tcpInSegments: 30, udpNoPorts: 1 });
  });

  it('never is more than a number holds', () => {
    const deltas = new ProtocolDeltas(1_000_000);
    deltas.advance(at(1_000), [read('a', { tcpInSegments: 0n })]);
    const { rows } = deltas.advance(at(1_010), [read('a', { tcpInSegments: 2n ** 62n })]);
    expect(rows[0]?.deltas.tcpInSegments).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('what containers used', () => {
  const uses = (id: string, cpuMs: number | null, startedAt = 0) => ({
    ...{ id, startedAt, cpuMs, memoryBytes: 5, memoryLimitBytes: null },
  });

  it('is CPU time since the reading before, and memory as it is', () => {
    const deltas = new ContainerDeltas(1_000_000);
    expect(deltas.advance(at(1_000), [uses('a', 300)])).toMatchObject([{ cpuMs: null, memoryBytes: 5 }]);
    expect(deltas.advance(at(1_010), [uses('a', 340), uses('b', 20, 1_004_000), uses('c', null)])).toMatchObject([
      { id: 'a', ms: 10_000, cpuMs: 40, memoryBytes: 5 },
      { id: 'b', ms: 10_000, cpuMs: 20 },
      { id: 'c', ms: 10_000, cpuMs: null },
    ]);
  });

  it('begins anew where the container is started again', () => {
    const deltas = new ContainerDeltas(1_000_000);
    deltas.advance(at(1_000), [uses('a', 300)]);
    expect(deltas.advance(at(1_010), [uses('a', 8)])).toMatchObject([{ cpuMs: 8 }]);
  });
});
