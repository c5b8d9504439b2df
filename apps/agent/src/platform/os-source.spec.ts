import { describe, expect, it } from '@jest/globals';
import { classifyOs } from './classify-os.js';
import { OS_SOURCES } from './os-source.js';
import { runCommand } from './run-command.js';

describe('a command', () => {
  it('gives what it prints', async () => {
    expect(await runCommand({ file: process.execPath, args: ['-p', '1 + 1'] })).toBe('2\n');
  });

  it('fails with what it says, naming the program', async () => {
    const failing = runCommand({ file: 'sh', args: ['-c', 'echo "no such option" >&2; echo more >&2; exit 3'] });
    await expect(failing).rejects.toThrow(/^sh failed: no such option$/);
    await expect(runCommand({ file: 'no-such-program', args: [] })).rejects.toThrow('no-such-program failed: ENOENT');
    await expect(runCommand({ file: 'sh', args: ['-c', 'exit 3'] })).rejects.toThrow('sh failed: 3');
  });

  it('is not waited for', async () => {
    await expect(runCommand({ file: 'sleep', args: ['5'] }, 50)).rejects.toThrow(
      'sleep failed: took longer than 50 ms',
    );
  });
});

describe('the commands of systems', () => {
  it('ask Windows without a profile, for all that is parsed, in UTF-8', () => {
    const { counters, interfaces } = OS_SOURCES.win32 ?? {};
    expect(counters?.args.slice(0, 3)).toEqual(['-NoProfile', '-NonInteractive', '-Command']);
    expect(counters?.args[3]).toMatch(
      /UTF8;Get-NetAdapterStatistics \| Select-Object Name,.*OutboundDiscardedPackets \| ConvertTo-Json/,
    );
    expect(interfaces?.args[3]).toContain('HardwareInterface');
  });

  it('are there for macOS and Windows only', () => {
    expect(Object.keys(OS_SOURCES)).toEqual(['darwin', 'win32']);
    expect(OS_SOURCES.darwin?.counters).toEqual({ file: '/usr/sbin/netstat', args: ['-ibdnW'] });
  });
});

describe('classes', () => {
  const named = (name: string, hardware = false): Parameters<typeof classifyOs>[1] => ({
    ...{ name, hardware, ifindex: 1, mac: null, mtu: null, speedBitsPerSecond: null, state: 'up' },
  });

  it.each([
    ['lo0', 'loopback'],
    ['en0', 'uplink'],
    ['en12', 'uplink'],
    ['utun4', 'tunnel'],
    ['gif0', 'tunnel'],
    ['bridge0', 'bridge'],
    ['vlan3', 'vlan'],
    ['awdl0', 'virtual'],
    ['vmenet0', 'virtual'],
  ])('of macOS: %s is %s', (name, expected) => {
    expect(classifyOs('darwin', named(name))).toBe(expected);
  });

  it('of Windows follow the hardware, whatever the name', () => {
    expect(classifyOs('win32', named('Ethernet', true))).toBe('uplink');
    expect(classifyOs('win32', named('vEthernet (WSL)'))).toBe('virtual');
  });
});
