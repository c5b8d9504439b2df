import { type Counter, COUNTERS, MAX_CUMULATIVE, perCounter } from '@weir/model';
import { parseCounter } from '../procfs/number.js';
import { objectsOf, parseExactJson } from './exact-json.js';
import type { PlatformInterface, PlatformRow, PlatformTable } from './platform-row.js';

type Properties = Readonly<Record<string, unknown>>;

/**
 * The properties whose sum is a counter: uint64 of MSFT_NetAdapterStatisticsSettingData
 * (https://learn.microsoft.com/en-us/previous-versions/windows/desktop/netadaptercimprov/msft-netadapterstatisticssettingdata),
 * null where the driver does not count (its SupportedStatistics).
 */
const PROPERTIES: Readonly<Record<Counter, readonly string[]>> = {
  rxBytes: ['ReceivedBytes'],
  txBytes: ['SentBytes'],
  rxPackets: ['ReceivedUnicastPackets', 'ReceivedMulticastPackets', 'ReceivedBroadcastPackets'],
  txPackets: ['SentUnicastPackets', 'SentMulticastPackets', 'SentBroadcastPackets'],
  rxErrors: ['ReceivedPacketErrors'],
  txErrors: ['OutboundPacketErrors'],
  rxDropped: ['ReceivedDiscardedPackets'],
  txDropped: ['OutboundDiscardedPackets'],
};

/** Parses `Get-NetAdapterStatistics | ConvertTo-Json`. An adapter that tells no bytes is a fault. */
export function parseNetAdapterStatistics(text: string): PlatformTable {
  const value = parseExactJson(text);
  if (value === undefined) return { rows: [], faults: text.trim() === '' ? [] : [text.trim().slice(0, 32)] };
  const parsed = objectsOf(value).map(parseStatistics);
  return {
    rows: parsed.filter((row) => typeof row !== 'string'),
    faults: parsed.filter((row) => typeof row === 'string'),
  };
}

/** The adapter of a record, or the name of one that is garbled. */
function parseStatistics(record: Properties): PlatformRow | string {
  const name = record['Name'];
  if (typeof name !== 'string' || name === '') return 'an adapter without a name';
  const sums = perCounter((counter) => sumOf(record, PROPERTIES[counter]));
  if (sums.rxBytes === null || sums.txBytes === null) return name;
  return {
    name,
    ifindex: null,
    counters: perCounter((counter) => sums[counter] ?? 0n),
    missing: COUNTERS.filter((counter) => sums[counter] === null),
  };
}

function sumOf(record: Properties, properties: readonly string[]): bigint | null {
  const values = properties.map((property) => toCounter(record[property]));
  if (values.includes(null)) return null;
  const sum = values.reduce<bigint>((total, value) => total + (value ?? 0n), 0n);
  return sum > MAX_CUMULATIVE ? MAX_CUMULATIVE : sum;
}

function toCounter(value: unknown): bigint | null {
  return typeof value === 'number' || typeof value === 'string' ? parseCounter(String(value)) : null;
}

/**
 * Parses `Get-NetAdapter | ConvertTo-Json` (MSFT_NetAdapter, with the names that PowerShell adds); entries without a name
 * are left out.
 */
export function parseNetAdapters(text: string): PlatformInterface[] {
  return objectsOf(parseExactJson(text)).flatMap((record) => {
    const name = record['Name'];
    if (typeof name !== 'string' || name === '') return [];
    return [
      {
        name,
        ifindex: positive(record['ifIndex'] ?? record['InterfaceIndex']),
        mac: macOf(record['MacAddress']),
        mtu: positive(record['MtuSize']),
        speedBitsPerSecond: positive(record['Speed']),
        state: stateOf(record['Status']),
        hardware: record['HardwareInterface'] === true,
      },
    ];
  });
}

/** Of a disconnected adapter the speed is 0, or all ones. */
function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function macOf(value: unknown): string | null {
  return typeof value === 'string' && /^([0-9A-F]{2}-){5}[0-9A-F]{2}$/i.test(value)
    ? value.toLowerCase().replaceAll('-', ':')
    : null;
}

function stateOf(value: unknown): PlatformInterface['state'] {
  if (value === 'Up') return 'up';
  return typeof value === 'string' && value !== '' ? 'down' : 'unknown';
}
