import { readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isSystemError, readText } from '../procfs/files.js';

/** What `/sys/class/net/<name>` tells about an interface of the host. */
export interface SysInterface {
  readonly name: string;
  readonly ifindex: number | null;
  /** The index of the interface below it, or of a veth's other end. */
  readonly iflink: number | null;
  /** The kernel's ARPHRD number. */
  readonly type: number | null;
  /** `vlan`, `bridge`, `bond`, `vxlan`, `wlan` …; null for plain devices, veths among them. */
  readonly devtype: string | null;
  /** A device of a bus stands behind it. */
  readonly hasDevice: boolean;
  readonly isBridge: boolean;
  readonly isTun: boolean;
  /** Stacked on another interface of this host. */
  readonly hasLower: boolean;
  readonly master: string | null;
  readonly mac: string | null;
  readonly mtu: number | null;
  readonly speedBitsPerSecond: number | null;
  readonly state: 'up' | 'down' | 'unknown';
}

/** Ten thousand interfaces take seconds to look at; meanwhile ticks must go on. */
const AT_A_STRETCH_MS = 20;

/** All interfaces that a sysfs shows; none where it cannot be read. */
export async function readSysInterfaces(sysRoot: string): Promise<SysInterface[]> {
  const folder = `${sysRoot}/class/net`;
  const interfaces: SysInterface[] = [];
  let startMs = performance.now();
  for (const name of list(folder)) {
    const files = new Set(list(`${folder}/${name}`));
    // `bonding_masters` and its like are files among the interfaces.
    if (files.has('ifindex')) interfaces.push(readOne(folder, name, files));
    if (performance.now() - startMs < AT_A_STRETCH_MS) continue;
    await setImmediate();
    startMs = performance.now();
  }
  return interfaces;
}

function readOne(folder: string, name: string, files: ReadonlySet<string>): SysInterface {
  const path = `${folder}/${name}`;
  const read = (file: string): string | null => readText(`${path}/${file}`)?.trim() || null;
  return {
    name,
    ifindex: toNumber(read('ifindex')),
    iflink: toNumber(read('iflink')),
    type: toNumber(read('type')),
    devtype: /^DEVTYPE=(.+)$/m.exec(read('uevent') ?? '')?.[1] ?? null,
    hasDevice: files.has('device'),
    isBridge: files.has('bridge'),
    isTun: files.has('tun_flags'),
    hasLower: [...files].some((file) => file.startsWith('lower_')),
    master: files.has('master') ? linkTarget(`${path}/master`) : null,
    mac: toMac(read('address')),
    mtu: toNumber(read('mtu')),
    speedBitsPerSecond: toSpeed(read('speed')),
    state: toState(read('operstate'), () => read('carrier')),
  };
}

/** Interfaces without an address of their own show zeros. */
function toMac(text: string | null): string | null {
  return text !== null && /^(00:)*00$/.test(text) ? null : text;
}

/** In Mbit/s; a link that is down, or has no speed, reads as -1 or fails. */
function toSpeed(text: string | null): number | null {
  const megabits = toNumber(text);
  return megabits === null || megabits === 0 ? null : megabits * 1_000_000;
}

/** Loopback and tunnels have no operational state, but a carrier. */
function toState(operstate: string | null, readCarrier: () => string | null): SysInterface['state'] {
  if (operstate === 'up' || operstate === 'down') return operstate;
  if (operstate === 'lowerlayerdown' || operstate === 'notpresent') return 'down';
  const carrier = readCarrier();
  return carrier === '1' ? 'up' : carrier === '0' ? 'down' : 'unknown';
}

function toNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function linkTarget(path: string): string | null {
  try {
    return basename(readlinkSync(path));
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}
