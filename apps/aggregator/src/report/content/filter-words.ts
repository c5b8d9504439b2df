import type { Filter, LabelMatch } from '../../query/filter.js';
import type { AddressMatch } from '../../query/address-match.js';
import type { TextMatch } from '../../query/text-match.js';

/** Of more values of one field, so many are named. */
const MOST_NAMED = 5;

/** A filter in words, one for each of its fields: `the stack is shop`. Hosts are named by `nameOf`. */
export function filterWords(filter: Filter, nameOf: (host: string) => string): string[] {
  return [
    ...given(filter.hosts, (hosts) => `the host is ${oneOf(hosts.map(nameOf))}`),
    ...texts(filter, 'host', 'the host'),
    ...given(filter.hostStates, (states) => `the host is ${oneOf(states)}`),
    ...given(filter.hostLabels, (labels) => labels.map((label) => labelWords('of the host', label)).join(' and ')),
    ...texts(filter, 'interface', 'the interface'),
    ...given(filter.classes, (classes) => `the class of the interface is ${oneOf(classes)}`),
    ...given(filter.uplink, (uplink) => `the interface is ${uplink ? 'an uplink' : 'no uplink'}`),
    ...given(filter.linkStates, (states) => `the link is ${oneOf(states)}`),
    ...given(filter.addresses, addressWords),
    ...texts(filter, 'network', 'the network'),
    ...texts(filter, 'container', 'the container'),
    ...texts(filter, 'image', 'the image'),
    ...texts(filter, 'stack', 'the stack'),
    ...texts(filter, 'service', 'the service'),
    ...texts(filter, 'workload', 'the workload'),
    ...given(filter.labels, (labels) => labels.map((label) => labelWords('of the container', label)).join(' and ')),
    ...given(filter.text, (text) => (text === '' ? '' : `a name holds ${quoted(text)}`)),
    ...given(filter.includeGone, (isIncluded) => (isIncluded ? '' : 'it is still there')),
  ].filter((words) => words !== '');
}

function given<Value>(value: Value | null | undefined, wordsOf: (value: Value) => string): string[] {
  return value == null ? [] : [wordsOf(value)];
}

type TextField = 'host' | 'interface' | 'network' | 'container' | 'image' | 'stack' | 'service' | 'workload';

function texts(filter: Filter, field: TextField, what: string): string[] {
  return given(filter[field], (match) => `${what} ${matchWords(match)}`);
}

function labelWords(whose: string, { key, ...match }: LabelMatch): string {
  return `the label ${quoted(key)} ${whose} ${matchWords(match)}`;
}

/** All that is given must hold. */
function matchWords(match: TextMatch): string {
  const words = [
    ...given(match.eq, (value) => `is ${quoted(value)}`),
    ...given(match.in, (values) => `is ${oneOf(values)}`),
    ...given(match.contains, (value) => `holds ${quoted(value)}`),
    ...given(match.glob, (value) => `looks like ${quoted(value)}`),
    ...given(match.ne, (value) => `is not ${quoted(value)}`),
    ...given(match.notIn, (values) => `is not ${oneOf(values)}`),
  ];
  return words.length === 0 ? 'has any value' : words.join(' and ');
}

function addressWords(match: AddressMatch): string {
  const words = [
    ...given(match.eq, (value) => `is ${quoted(value)}`),
    ...given(match.in, (values) => `is ${oneOf(values)}`),
    ...given(match.inSubnet, (value) => `lies in ${quoted(value)}`),
  ];
  return `an address ${words.length === 0 ? 'is known' : words.join(' and ')}`;
}

function oneOf(values: readonly string[]): string {
  if (values.length === 0) return 'none';
  const named = values.slice(0, MOST_NAMED).map(quoted);
  const rest = values.length - named.length;
  if (rest > 0) return `${named.join(', ')} or one of ${String(rest)} more`;
  return named.length === 1 ? (named[0] ?? '') : `${named.slice(0, -1).join(', ')} or ${named.at(-1) ?? ''}`;
}

const quoted = (text: string): string => `“${text}”`;
