import type { InterfaceInfo } from '@weir/model';
import { interfaceLabel } from './names.js';
import { namespaceOf, type Change, type Snapshot } from './snapshot.js';

type Told = Omit<Change, 'at'>;

/** A container gets its interfaces while it starts; they belong to its start, not to the timeline. */
const STARTING_MS = 10_000;
/** Docker's bridges come and go with their networks. */
const DOCKER_BRIDGE = /^br-[0-9a-f]{12}$/;
/** A bridge's own are those of whatever is plugged into it. */
const DERIVED_OF_BRIDGE = new Set(['state', 'speed', 'mac']);

/**
 * What became of interfaces. A container's are told only while it lives and once it has started, and a veth never: its
 * container tells.
 */
export function interfaceChanges(before: Snapshot, after: Snapshot, now: Snapshot, at: number): Told[] {
  const isOld = settledNamespaces(before, after, at);
  const living = new Set([...now.containers.values()].map(({ namespace }) => namespace));
  const gone = [...before.interfaces.values()].filter(({ key }) => !after.interfaces.has(key));
  const fresh = [...after.interfaces.values()].filter(({ key }) => !before.interfaces.has(key));
  const renames = renamesOf(gone, fresh);
  const oldNames = new Set([...renames.values()].map(({ key }) => key));
  return [
    ...[...after.interfaces.values()].flatMap((each) => {
      const same = before.interfaces.get(each.key) ?? renames.get(each.key);
      if (!isOld(each)) return [];
      return same ? attributeChanges(same, each, after) : comes(each) ? [added(each, after)] : [];
    }),
    ...gone
      .filter((each) => !oldNames.has(each.key) && comes(each))
      .filter((each) => namespaceOf(each) === null || living.has(namespaceOf(each)))
      .map((each) => removed(each, before)),
  ];
}

/** Which interfaces were renamed: new key to what it was. The same address on the same kind, without a doubt. */
export function renamesOf(
  gone: readonly InterfaceInfo[],
  fresh: readonly InterfaceInfo[],
): ReadonlyMap<string, InterfaceInfo> {
  const before = byIdentity(gone);
  const renames = new Map<string, InterfaceInfo>();
  for (const [identity, [each, ...others]] of byIdentity(fresh)) {
    const [was, ...more] = before.get(identity) ?? [];
    if (each && was && others.length === 0 && more.length === 0) renames.set(each.key, was);
  }
  return renames;
}

function byIdentity(interfaces: readonly InterfaceInfo[]): Map<string, InterfaceInfo[]> {
  const groups = new Map<string, InterfaceInfo[]>();
  for (const each of interfaces) {
    if (namespaceOf(each) !== null || !comes(each) || each.mac === null) continue;
    const identity = `${each.class} ${each.mac}`;
    groups.set(identity, [...(groups.get(identity) ?? []), each]);
  }
  return groups;
}

/** Those of the host, and of containers that were there before and have started. */
function settledNamespaces(before: Snapshot, after: Snapshot, at: number): (each: InterfaceInfo) => boolean {
  const old = [...after.containers.values()].filter(
    ({ id, startedAt }) => before.containers.has(id) && (startedAt === null || at - startedAt >= STARTING_MS),
  );
  const namespaces = new Set([null, ...old.map(({ namespace }) => namespace)]);
  return (each) => namespaces.has(namespaceOf(each));
}

/** Not veths, which their containers tell, and not Docker's bridges, which their networks do. */
function comes({ class: kind, name, network }: InterfaceInfo): boolean {
  return kind !== 'veth' && !(kind === 'bridge' && (network !== null || DOCKER_BRIDGE.test(name)));
}

function added(each: InterfaceInfo, snapshot: Snapshot): Told {
  const text = `${interfaceLabel(each, snapshot)} was added`;
  return { kind: 'interface.added', subject: each.key, before: null, after: each.name, text };
}

function removed(each: InterfaceInfo, snapshot: Snapshot): Told {
  const text = `${interfaceLabel(each, snapshot)} was removed`;
  return { kind: 'interface.removed', subject: each.key, before: each.name, after: null, text };
}

function attributeChanges(before: InterfaceInfo, after: InterfaceInfo, snapshot: Snapshot): Told[] {
  if (!comes(after)) return [];
  return ATTRIBUTES.flatMap(({ attribute, read, sentence }): Told[] => {
    const [was, is] = [read(before), read(after)];
    if (was === is || (after.class === 'bridge' && DERIVED_OF_BRIDGE.has(attribute))) return [];
    // What was not known before, or no longer is, has not changed.
    if ((was === null || is === null) && attribute !== 'addresses' && attribute !== 'master') return [];
    const text = sentence(interfaceLabel(after, snapshot), is, was);
    return [{ kind: `interface.${attribute}`, subject: after.key, before: was, after: is, text }];
  });
}

type Sentence = (label: string, is: string | null, was: string | null) => string;

interface Attribute {
  readonly attribute: string;
  readonly read: (each: InterfaceInfo) => string | null;
  readonly sentence: Sentence;
}

const ATTRIBUTES: readonly Attribute[] = [
  {
    attribute: 'renamed',
    read: ({ name }) => name,
    sentence: (_, is, was) => `${was} is now called ${is}`,
  },
  {
    attribute: 'mtu',
    read: ({ mtu }) => toText(mtu),
    sentence: (label, is, was) => `The MTU of ${label} is now ${is} (was ${was})`,
  },
  {
    attribute: 'speed',
    read: ({ speedBitsPerSecond }) => (speedBitsPerSecond === null ? null : speedText(speedBitsPerSecond)),
    sentence: (label, is, was) => `${label} now runs at ${is} (was ${was})`,
  },
  {
    attribute: 'state',
    read: ({ state }) => (state === 'unknown' ? null : state),
    sentence: (label, is, was) => `${label} is now ${is} (was ${was})`,
  },
  { attribute: 'addresses', read: addressText, sentence: addressSentence },
  {
    attribute: 'mac',
    read: ({ mac }) => mac,
    sentence: (label, is, was) => `The MAC address of ${label} is now ${is} (was ${was})`,
  },
  {
    attribute: 'master',
    read: ({ master }) => master,
    sentence: (label, is, was) =>
      is === null ? `${label} left ${was}` : `${label} now belongs to ${is}${was === null ? '' : ` (was ${was})`}`,
  },
];

function toText(value: number | null): string | null {
  return value === null ? null : String(value);
}

function speedText(bitsPerSecond: number): string {
  const megabits = bitsPerSecond / 1_000_000;
  return megabits >= 1_000 ? `${megabits / 1_000} Gbit/s` : `${megabits} Mbit/s`;
}

/** Link-local addresses follow the link and its MAC address; nobody configured them. */
export function addressText({ addresses }: InterfaceInfo): string | null {
  const configured = addresses.filter((address) => !/^fe[89ab]/i.test(address));
  return configured.length === 0 ? null : [...configured].sort().join(', ');
}

function addressSentence(label: string, is: string | null, was: string | null): string {
  if (is === null) return `${label} no longer has the address ${was}`;
  return `${label} now has the address ${is}${was === null ? '' : ` (was ${was})`}`;
}
