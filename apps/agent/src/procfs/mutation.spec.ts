import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MAX_CUMULATIVE } from '@weir/model';
import { parseMemberships } from '../cgroupfs/membership.js';
import {
  parseBytes,
  parseCpuacctUsageMs,
  parseCpuStatMs,
  parseLimitBytes,
  parseStatField,
} from '../cgroupfs/usage-text.js';
import { parseDarwinNetstat } from '../platform/darwin-netstat.js';
import { parseNetAdapters, parseNetAdapterStatistics } from '../platform/windows-netadapter.js';
import { canonicalIpv6, inSubnet, ipv4ToNumber } from './address.js';
import { parseContainer, showsCgroupNamespace } from './cgroup.js';
import { parseConntrackEntries } from './conntrack.js';
import { parseCpu } from './cpu.js';
import { parseLocalAddresses } from './fib-trie.js';
import { parseIfInet6 } from './if-inet6.js';
import { parseIfindexes } from './igmp.js';
import { parseLoadavg } from './loadavg.js';
import { parseMeminfo } from './meminfo.js';
import { parseMountedContainer } from './mountinfo.js';
import { parseNetDev } from './net-dev.js';
import { parseNetstat } from './netstat.js';
import { defaultIpv6RouteInterface, parseRoutes } from './route.js';
import { parseSnmp } from './snmp.js';
import { parseSnmp6 } from './snmp6.js';
import { parseSockstat, parseSockstat6 } from './sockstat.js';
import { parseSoftnet } from './softnet.js';
import { parseBootedAt, parseStartedAfterBootMs } from './stat.js';

const INPUTS = 100_000;
const ID = '3f2a91bc04de'.padEnd(64, '0');
const NET_DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1611712338   43210    0    0    0     0          0         0 1611712338   43210    0    0    0     0       0          0
  eth0: 18446744073709551615 812 1 2 0 0 0 0 4232196 31253 3 4 0 0 0 0
`;
const ROUTE = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010011AC\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
`;
const IPV6_ROUTE = `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth0\n`;
const FIB_TRIE = `Local:
  +-- 0.0.0.0/0 3 0 5
     |-- 172.17.0.2
        /32 host LOCAL
     |-- 172.17.255.255
        /32 link BROADCAST
`;

/** Every parser, with the text that it is made for. */
const PARSERS: readonly [string, string, (text: string) => unknown][] = [
  ['net/dev', NET_DEV, parseNetDev],
  ['net/route', ROUTE, parseRoutes],
  ['net/ipv6_route', IPV6_ROUTE, defaultIpv6RouteInterface],
  ['net/fib_trie', FIB_TRIE, parseLocalAddresses],
  ['net/if_inet6', 'fe80000000000000004201fffe110002 0c 40 20 80 eth0\n', parseIfInet6],
  ['net/igmp', 'Idx\tDevice    : Count Querier\tGroup\n1\tlo        :     1      V3\n', parseIfindexes],
  ['an IPv6 address', '2001:db8::8:800:200c:417a', canonicalIpv6],
  ['an IPv6 subnet', 'fd00:29::/64', (text) => inSubnet('fd00:29::2', text)],
  ['an IPv4 subnet', '172.17.0.0/16', (text) => [inSubnet('172.17.0.2', text), ipv4ToNumber(text)]],
  ['a container id', `4:memory:/docker/${ID}\n0::/system.slice/docker-${ID}.scope\n`, (text) => parseContainer(text)],
  ['a cgroup namespace', `4:memory:/..\n0::/../docker-${ID}.scope\n`, showsCgroupNamespace],
  ['mountinfo', `9 7 8:1 /containers/${ID}/hosts /etc/hosts rw - ext4 /dev/vda rw\n`, parseMountedContainer],
  ['cgroup membership', `2:cpu,cpuacct:/docker/${ID}/x\n0::/docker/${ID}\n`, (text) => parseMemberships(text, ID)],
  ['stat', fixture('kernel/stat'), parseCpu],
  ['boot time', fixture('kernel/stat'), parseBootedAt],
  ['start time', `42 (a) b) S ${'1 '.repeat(18)}12345 0 0\n`, parseStartedAfterBootMs],
  ['net/snmp', fixture('kernel/snmp'), parseSnmp],
  ['net/snmp6', fixture('kernel/snmp6'), parseSnmp6],
  ['net/netstat', fixture('kernel/netstat'), parseNetstat],
  ['meminfo', fixture('kernel/meminfo'), parseMeminfo],
  ['loadavg', fixture('kernel/loadavg'), parseLoadavg],
  ['net/softnet_stat', fixture('kernel/softnet_stat'), parseSoftnet],
  ['net/sockstat', fixture('kernel/sockstat'), parseSockstat],
  ['net/sockstat6', fixture('kernel/sockstat6'), parseSockstat6],
  ['net/stat/nf_conntrack', fixture('kernel/nf_conntrack'), parseConntrackEntries],
  ['cpuacct.usage', '8123456789\n', parseCpuacctUsageMs],
  ['cpu.stat', fixture('cgroup/cpu.stat.v2'), parseCpuStatMs],
  ['memory.stat', fixture('cgroup/memory.stat.v2'), (text) => parseStatField(text, 'inactive_file')],
  ['memory.current', '188743680\n', parseBytes],
  ['memory.max', '9223372036854771712\n', parseLimitBytes],
  ['netstat of macOS', fixture('darwin/netstat-ibdnW.txt'), parseDarwinNetstat],
  ['Get-NetAdapterStatistics', fixture('windows/statistics.json'), parseNetAdapterStatistics],
  ['Get-NetAdapter', fixture('windows/adapters.json'), parseNetAdapters],
];

const HOSTILE = [
  '\u0000',
  '\uFEFF',
  '\u2028',
  '\r\n',
  '\n\n',
  ' ',
  '\t',
  ':',
  '/',
  '..',
  '"',
  '\\',
  '{',
  '[[[[',
  '-1',
  '0x1f',
  '1e999',
  'NaN',
  'max',
  '__proto__',
  'constructor',
  '99999999999999999999',
  '18446744073709551616',
  '9'.repeat(400),
  '😀',
  'eth0:1',
];

function fixture(path: string): string {
  return readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8');
}

/** Random numbers that are the same in every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutate(text: string, random: (below: number) => number): string {
  const start = random(text.length + 1);
  const end = start + random(12);
  switch (random(6)) {
    case 0:
      return text.slice(0, start);
    case 1:
      return text.slice(0, start) + text.slice(end);
    case 2:
      return text.slice(0, end) + text.slice(start);
    case 3:
      return text.slice(0, start) + String.fromCharCode(random(256)) + text.slice(start + 1);
    case 4:
      return text.slice(start) + text.slice(0, start);
    default:
      return text.slice(0, start) + (HOSTILE[random(HOSTILE.length)] ?? '') + text.slice(end);
  }
}

/** Numbers in an answer that nothing downstream could count with. */
function badNumbers(value: unknown): unknown[] {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 && value <= 2 ** 53 ? [] : [value];
  if (typeof value === 'bigint') return value >= 0n && value <= MAX_CUMULATIVE ? [] : [value];
  if (value instanceof Map) return [...value.values()].flatMap(badNumbers);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(badNumbers) : [];
}

describe('mutated inputs', () => {
  const rounds = Math.ceil(INPUTS / PARSERS.length);

  it.each(PARSERS)('%s: nothing is thrown, and only good numbers come out', (name, original, parse) => {
    const random = seeded(name.length * 7919 + 1);
    for (let round = 0; round < rounds; round += 1) {
      let text = original;
      for (let times = random(3); times >= 0; times -= 1) text = mutate(text, random);
      let bad: unknown[];
      try {
        bad = badNumbers(parse(text));
      } catch (error) {
        throw new Error(`thrown for ${JSON.stringify(text)}`, { cause: error });
      }
      if (bad.length > 0) throw new Error(`${bad.map(String).join()} out of ${JSON.stringify(text)}`);
    }
    expect(badNumbers(parse(original))).toEqual([]);
  });
});
