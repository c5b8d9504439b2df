import { asText, decoding, distinct, type Fields, isNone } from './fields.js';
import type { KeyRange } from './key-range.js';
import type { Decoded } from './refusal.js';

/** Every interface has one class; only uplinks make up a host's total, since one packet shows on several interfaces. */
export const INTERFACE_CLASSES = [
  'uplink',
  'bond-member',
  'vlan',
  'bridge',
  'veth',
  'tunnel',
  'loopback',
  'container',
  'virtual',
] as const;

export type InterfaceClass = (typeof INTERFACE_CLASSES)[number];

export const LINK_STATES = ['up', 'down', 'unknown'] as const;
export const DOCKER_STATES = ['connected', 'absent', 'unreachable'] as const;
export const KUBERNETES_STATES = DOCKER_STATES;

/**
 * What a host has, as its agent sees it; sent when it changes and every 10 minutes. Always whole, but one that does not
 * fit into a message comes as several, with the same `at`, each whole for its slice.
 */
export interface InventoryMessage {
  readonly v: 1;
  readonly host: string;
  /** ms since 1970. */
  readonly at: number;
  /** Rises with every change within one life of the agent. */
  readonly rev: number;
  readonly agent: AgentInfo;
  readonly os: OsInfo;
  readonly interfaces: readonly InterfaceInfo[];
  readonly containers: readonly ContainerInfo[];
  readonly networks: readonly NetworkInfo[];
  /** What the message speaks of; missing where it is everything. */
  readonly slice?: InventorySlice;
}

/** Of each list, the keys or ids that are listed if the host has them; null for none. */
export interface InventorySlice {
  readonly interfaces: KeyRange | null;
  readonly containers: KeyRange | null;
  readonly networks: KeyRange | null;
}

/** The slice that is everything. */
export const WHOLE_INVENTORY: InventorySlice = {
  interfaces: { from: '', to: null },
  containers: { from: '', to: null },
  networks: { from: '', to: null },
};

export interface AgentInfo {
  readonly version: string;
  readonly run: string;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly intervalMs: number;
  /** Whether names can be had: `absent` = no socket, `unreachable` = a socket that does not answer. */
  readonly docker: (typeof DOCKER_STATES)[number];
  /** Whether pod names can be had from the Kubernetes API: `absent` = not on a cluster, or switched off. */
  readonly kubernetes: (typeof KUBERNETES_STATES)[number];
  /** Names of the collectors that are switched off. */
  readonly off: readonly string[];
  /** What cannot be known on this platform, each in a sentence for people; empty where all can. */
  readonly missing: readonly string[];
  /** Patterns of what it was told to leave out; missing where nothing is left out, and of agents that do not say it. */
  readonly excludes?: AgentExcludes;
}

export interface AgentExcludes {
  readonly interfaces: readonly string[];
  readonly containers: readonly string[];
}

export interface OsInfo {
  /** The label people know; not an identity. */
  readonly hostname: string;
  /** `linux`, `darwin`, `win32`, as Node names them. */
  readonly platform: string;
  readonly kernel: string;
  readonly boot: string;
  /** ms since 1970; null where a remote engine's host does not tell it. */
  readonly bootedAt: number | null;
}

export interface InterfaceInfo {
  /** As in the traffic message: `host/eth0`, `<namespace>/eth0`. */
  readonly key: string;
  readonly name: string;
  readonly class: InterfaceClass;
  /** Whether it is part of the host's honest total. */
  readonly uplink: boolean;
  /** When these counters began, ms since 1970: boot, container start, re-creation or reset. */
  readonly since: number;
  /** Docker network id, where known. */
  readonly network: string | null;
  readonly mac: string | null;
  readonly mtu: number | null;
  readonly speedBitsPerSecond: number | null;
  readonly state: (typeof LINK_STATES)[number];
  readonly addresses: readonly string[];
  /** Name of the bridge or bond it belongs to. */
  readonly master: string | null;
}

export interface ContainerInfo {
  /** 64 hexadecimal digits. */
  readonly id: string;
  /** Null where no runtime tells it: then the id stands for the name. */
  readonly name: string | null;
  readonly image: string | null;
  /** The part of an interface key before the slash; null where it has no network namespace of its own. */
  readonly namespace: string | null;
  /** Shares the host's network: its traffic cannot be told apart. */
  readonly hostNetwork: boolean;
  /** Compose project or Swarm stack. */
  readonly stack: string | null;
  /** Compose or Swarm service. */
  readonly service: string | null;
  /** Kubernetes pod, its namespace, and what owns it, as `Deployment/web`; null elsewhere. */
  readonly pod: string | null;
  readonly podNamespace: string | null;
  readonly workload: string | null;
  /** Only those that the agent was told to send: labels hold secrets. */
  readonly labels: Readonly<Record<string, string>>;
  /** ms since 1970. */
  readonly startedAt: number | null;
}

export interface NetworkInfo {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly internal: boolean;
  readonly subnets: readonly string[];
  /** Key of the host's bridge interface, as `host/br-3f2a91bc04de`; null for other drivers. */
  readonly bridge: string | null;
}

const MAX_ENTRIES = 20_000;
const MAX_NAME = 255;
const MAX_LABELS = 64;
const MAX_LABEL = 1_024;
/** Twice what an agent can be set to: a host whose interval is longer would never be missed. */
const MAX_INTERVAL_MS = 20_000;
const asShortText = (value: unknown, name: string): string => asText(value, name, MAX_NAME);

/** Writes an inventory message as JSON. */
export function encodeInventory(message: InventoryMessage): string {
  return JSON.stringify(message);
}

/** Reads an inventory message; refuses what does not fit, naming the field. Unknown fields are ignored. */
export function decodeInventory(payload: string | Uint8Array): Decoded<InventoryMessage> {
  return decoding(payload, (fields) => ({
    v: fields.version(),
    host: fields.host(),
    at: fields.integer('at', 0),
    rev: fields.integer('rev', 0),
    agent: decodeAgent(fields.object('agent')),
    os: decodeOs(fields.object('os')),
    interfaces: distinct(fields.objects('interfaces', MAX_ENTRIES, decodeInterface), 'interfaces', ({ key }) => key),
    containers: distinct(fields.objects('containers', MAX_ENTRIES, decodeContainer), 'containers', ({ id }) => id),
    networks: distinct(fields.objects('networks', MAX_ENTRIES, decodeNetwork), 'networks', ({ id }) => id),
    ...(isNone(fields, 'slice') ? {} : { slice: decodeSlice(fields.object('slice')) }),
  }));
}

function decodeSlice(fields: Fields): InventorySlice {
  const range = (list: string): KeyRange | null => (isNone(fields, list) ? null : decodeRange(fields.object(list)));
  return { interfaces: range('interfaces'), containers: range('containers'), networks: range('networks') };
}

function decodeRange(fields: Fields): KeyRange {
  const from = fields.get('from') === '' ? '' : fields.text('from', MAX_NAME);
  return { from, to: fields.optionalText('to', MAX_NAME) };
}

function decodeAgent(fields: Fields): AgentInfo {
  return {
    version: fields.text('version', MAX_NAME),
    run: fields.text('run', 64),
    startedAt: fields.integer('startedAt', 0),
    intervalMs: fields.integer('intervalMs', 1, MAX_INTERVAL_MS),
    docker: fields.oneOf('docker', DOCKER_STATES),
    // Agents of version 0.1 do not say these.
    kubernetes: isNone(fields, 'kubernetes') ? 'absent' : fields.oneOf('kubernetes', KUBERNETES_STATES),
    off: optionalTexts(fields, 'off'),
    missing: optionalTexts(fields, 'missing'),
    ...(isNone(fields, 'excludes') ? {} : { excludes: decodeExcludes(fields.object('excludes')) }),
  };
}

function decodeExcludes(fields: Fields): AgentExcludes {
  return { interfaces: optionalTexts(fields, 'interfaces'), containers: optionalTexts(fields, 'containers') };
}

function decodeOs(fields: Fields): OsInfo {
  return {
    hostname: fields.text('hostname', MAX_NAME),
    platform: fields.text('platform', MAX_NAME),
    kernel: fields.text('kernel', MAX_NAME),
    boot: fields.text('boot', 64),
    bootedAt: fields.optionalInteger('bootedAt', 0),
  };
}

function decodeInterface(fields: Fields): InterfaceInfo {
  return {
    key: fields.text('key', 160),
    name: fields.text('name', MAX_NAME),
    class: fields.oneOf('class', INTERFACE_CLASSES),
    uplink: fields.boolean('uplink'),
    since: fields.integer('since', 0),
    network: fields.optionalText('network', MAX_NAME),
    mac: fields.optionalText('mac', MAX_NAME),
    mtu: fields.optionalInteger('mtu', 0),
    speedBitsPerSecond: fields.optionalInteger('speedBitsPerSecond', 0),
    state: fields.oneOf('state', LINK_STATES),
    addresses: fields.list('addresses', 1_000, asShortText),
    master: fields.optionalText('master', MAX_NAME),
  };
}

function decodeContainer(fields: Fields): ContainerInfo {
  return {
    id: fields.text('id', MAX_NAME),
    name: fields.optionalText('name', MAX_NAME),
    image: fields.optionalText('image', 1_024),
    namespace: fields.optionalText('namespace', MAX_NAME),
    hostNetwork: fields.boolean('hostNetwork'),
    stack: fields.optionalText('stack', MAX_NAME),
    service: fields.optionalText('service', MAX_NAME),
    pod: fields.optionalText('pod', MAX_NAME),
    podNamespace: fields.optionalText('podNamespace', MAX_NAME),
    workload: fields.optionalText('workload', MAX_NAME),
    labels: isNone(fields, 'labels') ? {} : decodeLabels(fields.object('labels')),
    startedAt: fields.optionalInteger('startedAt', 0),
  };
}

function decodeNetwork(fields: Fields): NetworkInfo {
  return {
    id: fields.text('id', MAX_NAME),
    name: fields.text('name', MAX_NAME),
    driver: fields.text('driver', MAX_NAME),
    internal: fields.boolean('internal'),
    subnets: fields.list('subnets', 1_000, asShortText),
    bridge: fields.optionalText('bridge', MAX_NAME),
  };
}

/** A label may be empty, which other texts may not. */
function decodeLabels(fields: Fields): Record<string, string> {
  const names = fields.names(MAX_LABELS);
  return Object.fromEntries(names.map((name) => [name, fields.get(name) === '' ? '' : fields.text(name, MAX_LABEL)]));
}

function optionalTexts(fields: Fields, field: string): string[] {
  return isNone(fields, field) ? [] : fields.list(field, 100, (value, name) => asText(value, name, 1_024));
}
