import { existsSync } from 'node:fs';
import type { Config } from './config/config.js';
import type { ReadingMode } from './reading-mode.js';

const BY_DOCKER = [
  'Containers of other runtimes than this Docker engine.',
  'Loopback interfaces of containers: Docker does not count them.',
  'MTU, speed and state of containers’ interfaces: they are read from the host’s end of a pair.',
  'The network of each interface where a container has several: Docker’s statistics do not tell which is which.',
  'Protocols (TCP, UDP, ICMP) of the host and of containers: they are read from /proc.',
  'State of the host (CPU, memory, load, sockets): it is read from /proc.',
];

const HOST_OF: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    'Packets that the host’s interfaces dropped on receipt: netstat does not count them.',
    'Speed of the host’s interfaces: netstat does not tell it.',
    'Interfaces between the host and its containers: Docker runs in a virtual machine.',
  ],
  win32: [
    'Counters that an adapter’s driver does not keep: they show as 0.',
    'Interfaces between the host and its containers: Docker runs in a virtual machine.',
  ],
};

/** Names that nobody can be asked for, though they could be. */
export function missingNames({ inCluster, nodeName }: Pick<Config, 'inCluster' | 'nodeName'>): string[] {
  if (!inCluster || nodeName !== null) return [];
  return ['Names of pods: this is a node of a cluster, but WEIR_NODE_NAME (spec.nodeName, downward API) is not set.'];
}

/** What cannot be known in this mode, each in a sentence for people. */
export function missingIn(
  mode: ReadingMode,
  platform: NodeJS.Platform,
  { procRoot, sysRoot }: Pick<Config, 'procRoot' | 'sysRoot'>,
): string[] {
  if (mode.kind === 'proc') {
    const folder = `${sysRoot}/class/net`;
    return existsSync(folder)
      ? []
      : [`Class, speed, MTU and state of the host’s interfaces: ${folder} cannot be read.`];
  }
  if (mode.remote) {
    return [
      'Interfaces of the host: the engine is remote.',
      'When the host was started: the engine is remote.',
      ...BY_DOCKER,
    ];
  }
  const unreadable = `Interfaces of the host: ${procRoot} shows no process.`;
  const ofHost = mode.os ? (HOST_OF[platform] ?? []) : [unreadable];
  return [...ofHost, ...BY_DOCKER];
}
