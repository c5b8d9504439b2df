import { INTERFACE_CLASSES, LINK_STATES } from '@weir/model';
import type { AddressMatch } from '../../../query/address-match.js';
import type { Filter, LabelMatch } from '../../../query/filter.js';
import { HOST_STATES } from '../../../query/host-state.js';
import type { TextMatch } from '../../../query/text-match.js';
import { choices, text, value, wrong, yesOrNo } from './kinds.js';
import type { Parameter, Read, ValuesOf } from './parameter.js';

const PATTERN = /[*?]/;

/** A name: exactly, or as a pattern; several exact names where it is given several times. */
function name(description: string, example: string): Parameter<TextMatch | null> {
  return {
    description: `${description} Exactly, or a pattern: \`*\` is any text, \`?\` any character. Several exact names where it is given several times.`,
    schema: { type: 'array', items: { type: 'string' } },
    example,
    repeats: true,
    read: readName,
  };
}

function readName(texts: readonly string[]): Read<TextMatch | null> {
  const [first] = texts;
  if (first === undefined) return value(null);
  if (texts.length === 1) return value(PATTERN.test(first) ? { glob: first } : { eq: first });
  if (!texts.some((each) => PATTERN.test(each))) return value({ in: texts });
  return wrong('is given several times, and one of them is a pattern: give one pattern, or several exact names');
}

/** A label: `key`, `key=value` or `key=pattern`; each that is given must match. */
function labels(description: string, example: string): Parameter<readonly LabelMatch[] | null> {
  return {
    description: `${description} \`key\` asks that it is there, \`key=value\` for its value, which may be a pattern. All must match where it is given several times.`,
    schema: { type: 'array', items: { type: 'string' } },
    example,
    repeats: true,
    read: (texts) => {
      if (texts.length === 0) return value(null);
      const matches = texts.map(labelOf);
      return matches.some(({ key }) => key === '') ? wrong('has no key before its =') : value(matches);
    },
  };
}

function labelOf(given: string): LabelMatch {
  const [key = ''] = given.split('=', 1);
  if (key === given) return { key };
  const wanted = given.slice(key.length + 1);
  return PATTERN.test(wanted) ? { key, glob: wanted } : { key, eq: wanted };
}

function addressOf(given: string | undefined): AddressMatch | null {
  if (given === undefined) return null;
  return given.includes('/') ? { inSubnet: given } : { eq: given };
}

/** The filter as parameters of a URL; what is left out matches everything. */
export const FILTER = {
  host: name('Name or id of the host.', 'web-*'),
  hostState: choices({
    description: 'States of hosts, separated by commas.',
    among: HOST_STATES,
    byDefault: null,
    example: 'alive',
  }),
  hostLabel: labels('Label of the host.', 'site=berlin'),
  interface: name('Name of the interface.', 'eth0'),
  class: choices({
    description: 'Classes of interfaces, separated by commas.',
    among: INTERFACE_CLASSES,
    byDefault: null,
    example: 'uplink,bond-member',
  }),
  uplink: yesOrNo({ description: 'Only interfaces that are (or are not) part of their host’s total.' }),
  linkState: choices({
    description: 'States of links, separated by commas.',
    among: LINK_STATES,
    byDefault: null,
    example: 'up',
  }),
  address: {
    description: 'An IP address of the interface, or a subnet in CIDR notation.',
    schema: { type: 'string' },
    example: '10.0.3.0/24',
    read: ([given]) => value(addressOf(given)),
  } satisfies Parameter<AddressMatch | null>,
  network: name('Name of the network.', 'shop_backend'),
  container: name(
    'Name of the container, alone or as `pod/name`; or its id, in full or the first 12 digits.',
    'shop-api-*',
  ),
  image: name('Image of the container.', 'nginx:*'),
  stack: name('Compose project or Swarm stack of the container.', 'shop'),
  service: name('Compose or Swarm service of the container, alone or as `stack/service`.', 'shop/api'),
  workload: name('Kubernetes workload, alone or with its namespace.', 'Deployment/web'),
  label: labels('Label of the container.', 'team=shop'),
  text: text({
    description: 'Part of a name, key, address, MAC, host name, network name or container name; case does not matter.',
    example: '10.0.3.',
  }),
  includeGone: yesOrNo({ description: 'Whether those that are no longer there are answered too.' }),
} as const;

/** The filter that parameters stand for. */
export function asFilter(values: ValuesOf<typeof FILTER>): Filter {
  const { class: classes, label: ofContainers, hostLabel, hostState, linkState, address, ...same } = values;
  return {
    ...same,
    ...{ classes, labels: ofContainers, hostLabels: hostLabel },
    ...{ hostStates: hostState, linkStates: linkState, addresses: address },
  };
}
