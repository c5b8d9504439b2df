import { registerEnumType } from '@nestjs/graphql';
import { PROTOCOL_COUNTERS, type ProtocolCounter } from '@weir/model';

export const HostStateGroup = {
  CPU: 'cpu',
  MEMORY: 'memory',
  LOAD: 'load',
  SOFTNET: 'softnet',
  CONNTRACK: 'conntrack',
  SOCKETS: 'sockets',
} as const;
registerEnumType(HostStateGroup, {
  name: 'HostStateGroup',
  description:
    'What is told of a host together, or not at all where its collector is off or the system does not tell it.',
  valuesMap: {
    CPU: {
      description:
        '`cpuPercent` (0 to 100 of all cores: all but idle and waiting for disks) and its parts `cpuUserPercent`, ' +
        '`cpuSystemPercent`, `cpuSoftirqPercent`, `cpuStealPercent`; `cpuIowaitPercent`; `cores`.',
    },
    MEMORY: {
      description:
        '`memoryUsedBytes` (total less available), `memoryAvailableBytes`, `memoryTotalBytes`, `memoryUsedPercent`, ' +
        '`swapUsedBytes`, `swapTotalBytes`.',
    },
    LOAD: { description: '`loadOneMinute`, `loadFiveMinutes`, `loadFifteenMinutes`: processes that run or wait.' },
    SOFTNET: {
      description:
        '`softnetProcessedPerSecond`, `softnetDroppedPerSecond` (frames dropped since a queue was full), ' +
        '`softnetSqueezedPerSecond` (times that the kernel ran out of its share of time for frames).',
    },
    CONNTRACK: { description: '`conntrackUsed`, `conntrackMaximum`: connections that the kernel tracks, and may.' },
    SOCKETS: {
      description:
        '`socketsUsed`, `tcpSocketsInUse`, `tcpSocketsOrphaned`, `tcpSocketsInTimeWait`, `udpSocketsInUse`, ' +
        '`tcp6SocketsInUse`, `udp6SocketsInUse`: counts.',
    },
  },
});

/** `tcpInSegments` → `TCP_IN_SEGMENTS`. */
const enumName = (counter: string): string => counter.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

export const ProtocolCounterName: Readonly<Record<string, ProtocolCounter>> = Object.fromEntries(
  PROTOCOL_COUNTERS.map((counter) => [enumName(counter), counter]),
);
registerEnumType(ProtocolCounterName, {
  name: 'ProtocolCounterName',
  description:
    'What a network namespace counts by protocol. TCP counts IPv4 and IPv6 together; UDP and ICMP count them apart. ' +
    '`TCP_ESTABLISHED_RESETS` are connections that ended by a reset, `TCP_OUT_RESETS` resets sent.',
});

export type HostStateGroup = (typeof HostStateGroup)[keyof typeof HostStateGroup];
