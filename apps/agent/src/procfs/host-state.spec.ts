import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseCpu } from './cpu.js';
import { parseLoadavg } from './loadavg.js';
import { parseMeminfo } from './meminfo.js';
import { parseSockstat, parseSockstat6 } from './sockstat.js';
import { parseSoftnet } from './softnet.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/kernel/${name}`, import.meta.url), 'utf8');

describe('parseCpu', () => {
  it('turns ticks into ms and counts the CPUs that are online', () => {
    expect(parseCpu(fixture('stat'))).toEqual({
      cores: 2,
      times: {
        userMs: 1022020,
        niceMs: 4470,
        systemMs: 368780,
        idleMs: 7010200,
        iowaitMs: 43150,
        irqMs: 0,
        softirqMs: 8980,
        stealMs: 2190,
      },
    });
  });

  it('takes the times that an old kernel does not have as none', () => {
    expect(parseCpu('cpu  1 2 3 4\ncpu0 1 2 3 4\n')?.times).toMatchObject({ idleMs: 40, stealMs: 0 });
  });

  it.each([
    '',
    'cpu  1 2 3\ncpu0 1 2 3\n',
    'cpu  1 2 3 4\n',
    'cpu  1 2 x 4\ncpu0 1\n',
    `cpu  ${'9'.repeat(17)} 2 3 4\ncpu0 1\n`,
  ])('believes nothing of %j', (text) => {
    expect(parseCpu(text)).toBeNull();
  });
});

describe('parseMeminfo', () => {
  it('gives bytes', () => {
    expect(parseMeminfo(fixture('meminfo'))).toEqual({
      totalBytes: 24684096 * 1024,
      availableBytes: 23475972 * 1024,
      swapTotalBytes: 2097152 * 1024,
      swapFreeBytes: 1048576 * 1024,
    });
  });

  it.each(['MemTotal', 'MemAvailable', 'SwapTotal', 'SwapFree'])('is null without %s', (name) => {
    expect(parseMeminfo(fixture('meminfo').replace(`${name}:`, 'Other:'))).toBeNull();
  });

  it('is null where an amount is more than a number can hold', () => {
    expect(parseMeminfo(fixture('meminfo').replace(/MemTotal: .*/, 'MemTotal: 9999999999999 kB'))).toBeNull();
  });
});

describe('parseLoadavg', () => {
  it('gives the three averages', () => {
    expect(parseLoadavg(fixture('loadavg'))).toEqual([4.2, 2.64, 1.55]);
  });

  it.each(['', '0.25 0.09\n', 'a b c d\n', '1 2 3 4\n'])('is null for %j', (text) => {
    expect(parseLoadavg(text)).toBeNull();
  });
});

describe('parseSoftnet', () => {
  it('keeps the CPUs apart', () => {
    expect(parseSoftnet(fixture('softnet_stat'))).toEqual([
      { cpu: 0, processed: 0x185f6, dropped: 3, squeezed: 1 },
      { cpu: 1, processed: 0xfffffff0, dropped: 16, squeezed: 0 },
    ]);
  });

  it('tells the CPU by the position where the kernel does not print it', () => {
    const row = '00000005 00000000 00000000 0 0 0 0 0 0 0 0\n';
    expect(parseSoftnet(row + row)?.map(({ cpu }) => cpu)).toEqual([0, 1]);
  });

  it('knows a CPU by its number though others are offline', () => {
    const [first = '', second = ''] = fixture('softnet_stat').split('\n');
    expect(parseSoftnet(second)?.map(({ cpu }) => cpu)).toEqual([1]);
    expect(parseSoftnet(`${second}\n${first}`)?.map(({ cpu }) => cpu)).toEqual([1, 0]);
  });

  it.each(['', '\n', '00000001 00000002\n', '00000001 xyz 00000003\n', '1 2 3\n4 5\n'])('is null for %j', (text) => {
    expect(parseSoftnet(text)).toBeNull();
  });
});

describe('parseSockstat', () => {
  it('gives the sockets of the namespace', () => {
    expect(parseSockstat(fixture('sockstat'))).toEqual({
      used: 71,
      tcpInUse: 30,
      tcpOrphans: 2,
      tcpTimeWait: 389,
      udpInUse: 5,
    });
  });

  it.each(['sockets: used', 'TCP: inuse', 'orphan', 'tw', 'UDP: inuse'])('is null without %s', (name) => {
    expect(parseSockstat(fixture('sockstat').replace(name, 'other'))).toBeNull();
  });
});

describe('parseSockstat6', () => {
  it('gives the sockets of IPv6', () => {
    expect(parseSockstat6(fixture('sockstat6'))).toEqual({ tcp6InUse: 8, udp6InUse: 3 });
  });

  it('knows nothing where IPv6 is disabled', () => {
    expect(parseSockstat6('')).toEqual({ tcp6InUse: null, udp6InUse: null });
  });

  it('knows nothing of a name without an amount', () => {
    expect(parseSockstat6('TCP6: inuse\nUDP6: inuse -1\n')).toEqual({ tcp6InUse: null, udp6InUse: null });
  });
});
