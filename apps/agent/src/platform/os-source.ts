import { parseDarwinInterfaces, parseDarwinNetstat } from './darwin-netstat.js';
import type { PlatformInterface, PlatformTable } from './platform-row.js';
import { parseNetAdapters, parseNetAdapterStatistics } from './windows-netadapter.js';

/** A program to run and its arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** How a system without `/proc` tells of its interfaces. */
export interface OsSource {
  readonly counters: Command;
  readonly parseCounters: (text: string) => PlatformTable;
  /** Null where the output of `counters` tells it too. */
  readonly interfaces: Command | null;
  readonly parseInterfaces: (text: string) => PlatformInterface[];
}

const STATISTICS = [
  ...['Name', 'ReceivedBytes', 'ReceivedUnicastPackets', 'ReceivedMulticastPackets', 'ReceivedBroadcastPackets'],
  ...['ReceivedPacketErrors', 'ReceivedDiscardedPackets', 'SentBytes', 'SentUnicastPackets', 'SentMulticastPackets'],
  ...['SentBroadcastPackets', 'OutboundPacketErrors', 'OutboundDiscardedPackets'],
];
const ADAPTERS = ['Name', 'ifIndex', 'MacAddress', 'MtuSize', 'Speed', 'Status', 'HardwareInterface'];

/** By the names that Node has for systems. */
export const OS_SOURCES: Readonly<Partial<Record<NodeJS.Platform, OsSource>>> = {
  darwin: {
    counters: { file: '/usr/sbin/netstat', args: ['-ibdnW'] },
    parseCounters: parseDarwinNetstat,
    interfaces: null,
    parseInterfaces: parseDarwinInterfaces,
  },
  win32: {
    counters: powershell(`Get-NetAdapterStatistics | Select-Object ${STATISTICS.join(',')}`),
    parseCounters: parseNetAdapterStatistics,
    interfaces: powershell(`Get-NetAdapter | Select-Object ${ADAPTERS.join(',')}`),
    parseInterfaces: parseNetAdapters,
  },
};

/** Names of adapters are in any language: without the encoding they come in that of the console. */
function powershell(pipeline: string): Command {
  const script = `$ErrorActionPreference='Stop';$ProgressPreference='SilentlyContinue';[Console]::OutputEncoding=[Text.Encoding]::UTF8;${pipeline} | ConvertTo-Json -Compress`;
  return { file: 'powershell.exe', args: ['-NoProfile', '-NonInteractive', '-Command', script] };
}
