import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Command, OS_SOURCES, type OsSource } from '../platform/os-source.js';
import { OsInterfaces } from './os-interfaces.js';
import { osView } from './os-view.js';

const fixture = (name: string): string => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
const { darwin, win32 } = OS_SOURCES as { readonly darwin: OsSource; readonly win32: OsSource };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the interfaces of a host without /proc', () => {
  let outputs: Map<string, string>;
  let commands: string[];
  let nowMs: number;

  beforeEach(() => {
    nowMs = 0;
    commands = [];
    outputs = new Map([
      ['netstat', fixture('darwin/netstat-ibdnW.txt')],
      ['Get-NetAdapterStatistics', fixture('windows/statistics.json')],
      ['Get-NetAdapter', fixture('windows/adapters.json')],
    ]);
  });

  function collector(source: OsSource): OsInterfaces {
    const run = async ({ file, args }: Command): Promise<string> => {
      const name = /Get-\w+/.exec(args.at(-1) ?? '')?.[0] ?? file.split('/').at(-1) ?? '';
      commands.push(name);
      await settled();
      const output = outputs.get(name);
      if (output === undefined) throw new Error(`${name} failed: gone`);
      return output;
    };
    return new OsInterfaces({ source, run, life: 'boot', monotonicMs: () => nowMs });
  }

  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn += 1) await settled();
  };

  it('are what the program printed since the last tick, each output counted once', async () => {
    const interfaces = collector(darwin);
    const unread = { prefix: 'host', life: 'boot', startedAt: null, content: { kind: 'unread' } };
    expect(interfaces.collect().tables).toEqual([unread]);
    await rest();
    const [table] = interfaces.collect().tables;
    expect(table?.content).toMatchObject({ kind: 'rows', faults: [] });
    if (table?.content.kind !== 'rows') throw new Error('no rows');
    expect(table.content.rows.find(({ name }) => name === 'en0')).toEqual({
      name: 'en0',
      ifindex: 4,
      counters: [9_007_199_254_740_993n, 379_533_492n, 5_708_989n, 3_494_252n, 2n, 1n, 0n, 230n],
    });
    // The next run has not ended yet.
    expect(interfaces.collect().tables).toEqual([unread]);
    expect(commands).toEqual(['netstat', 'netstat']);
  });

  it('are unread when the program fails, which is said until it works again', async () => {
    const interfaces = collector(darwin);
    const output = outputs.get('netstat') ?? '';
    outputs.delete('netstat');
    interfaces.collect();
    await rest();
    expect(interfaces.collect()).toMatchObject({
      tables: [{ content: { kind: 'unread' } }],
      failure: 'netstat failed: gone',
    });
    await rest();
    outputs.set('netstat', 'netstat: illegal option -- W');
    interfaces.collect();
    await rest();
    expect(interfaces.collect()).toMatchObject({
      tables: [{ content: { kind: 'unread' } }],
      failure: '/usr/sbin/netstat told no interface',
    });
    outputs.set('netstat', output);
    await rest();
    interfaces.collect();
    await rest();
    expect(interfaces.collect()).toMatchObject({ tables: [{ content: { kind: 'rows' } }], failure: null });
  });

  it('are described every half minute, on Windows by a program of its own', async () => {
    const interfaces = collector(win32);
    for (nowMs of [0, 1_000, 29_000, 30_000]) {
      interfaces.collect();
      await rest();
    }
    expect(commands.filter((name) => name === 'Get-NetAdapter')).toHaveLength(2);
    const view = osView('win32', interfaces.interfaces(), {});
    expect([...view.classes]).toEqual([
      ['Ethernet', 'uplink'],
      ['Ethernet 2', 'uplink'],
      ['wg0', 'virtual'],
    ]);
    expect(view.interfaces.get('Ethernet')).toMatchObject({
      mtu: 1_500,
      speedBitsPerSecond: 2_500_000_000,
      state: 'up',
    });
  });

  it('have the addresses that the system tells, and on macOS the class of their names', async () => {
    const interfaces = collector(darwin);
    interfaces.collect();
    await rest();
    const info = { netmask: '', family: 'IPv4', mac: '', internal: false, cidr: null } as const;
    const view = osView('darwin', interfaces.interfaces(), {
      en0: [{ ...info, address: '192.0.2.14' }],
      gone: undefined,
    });
    expect(view.addresses.addresses.get('en0')).toEqual(['192.0.2.14']);
    expect(view.classes.get('utun3')).toBe('tunnel');
    expect(view.interfaces.get('gif0')?.state).toBe('down');
  });
});
