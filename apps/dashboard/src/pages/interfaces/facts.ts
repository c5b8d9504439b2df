import type { InterfaceDetail } from '../../api/operations/interfaces.js';
import type { Fact } from '../../components/FactList.vue';
import { entityPath } from '../../composables/entity.js';
import { formatCount } from '../../format/count.js';
import { className, sharersName } from '../../format/name.js';
import { speedWords } from './speed.js';
import { formatDateTime } from '../../format/time.js';

const LINK_WORDS = { UP: 'up', DOWN: 'down', UNKNOWN: null } as const;

/** What an interface is, a fact a line. */
export function factsOf(iface: InterfaceDetail): Fact[] {
  const { host, network, containers, speedBitsPerSecond, countersSince, goneAt } = iface;
  const [container] = containers;
  return [
    { label: 'Host', value: host.name, to: entityPath({ kind: 'host', id: host.id }) },
    ...(container
      ? [
          {
            label: containers.length > 1 ? 'Containers' : 'Container',
            value: sharersName(containers),
            to: entityPath({ kind: 'container', id: container.id }),
          },
        ]
      : []),
    ...(network
      ? [{ label: 'Network', value: network.name, to: entityPath({ kind: 'network', id: network.name }) }]
      : []),
    { label: 'Name on the host', value: iface.key },
    { label: 'Kind', value: `${className(iface.class)}${iface.uplink ? ', part of the host’s total' : ''}` },
    { label: 'Link', value: LINK_WORDS[iface.state] },
    { label: 'Link speed', value: speedWords(speedBitsPerSecond, iface.speedSource) },
    { label: 'Largest packet', value: iface.mtu === null ? null : `${formatCount(iface.mtu)} bytes (MTU)` },
    { label: 'Addresses', value: iface.addresses.length > 0 ? iface.addresses.join(', ') : 'none' },
    { label: 'Hardware address', value: iface.mac },
    ...(iface.master ? [{ label: 'Part of', value: iface.master }] : []),
    { label: 'Counts since', value: countersSince === null ? null : formatDateTime(Date.parse(countersSince)) },
    { label: 'Counters began anew', value: iface.resets === 0 ? 'never while watched' : `${iface.resets} times` },
    ...(goneAt ? [{ label: 'Gone since', value: formatDateTime(Date.parse(goneAt)) }] : []),
  ];
}
