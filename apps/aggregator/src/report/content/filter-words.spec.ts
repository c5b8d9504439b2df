import { describe, expect, it } from '@jest/globals';
import type { Filter } from '../../query/filter.js';
import { filterWords } from './filter-words.js';

const wordsOf = (filter: Filter): string => filterWords(filter, (id) => `host ${id}`).join('; ');

describe('filterWords', () => {
  it.each<[Filter, string]>([
    [{}, ''],
    [{ stack: null, labels: [], text: '', includeGone: true }, ''],
    [{ hosts: ['1', '2'] }, 'the host is “host 1” or “host 2”'],
    [{ hosts: [] }, 'the host is none'],
    [{ host: { glob: 'web-*' }, hostStates: ['alive'] }, 'the host looks like “web-*”; the host is “alive”'],
    [{ hostLabels: [{ key: 'dc', eq: 'west' }] }, 'the label “dc” of the host is “west”'],
    [
      { interface: { in: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } },
      'the interface is “a”, “b”, “c”, “d”, “e” or one of 2 more',
    ],
    [{ classes: ['uplink'], uplink: false }, 'the class of the interface is “uplink”; the interface is no uplink'],
    [{ uplink: true, linkStates: ['down'] }, 'the interface is an uplink; the link is “down”'],
    [{ addresses: { inSubnet: '10.0.0.0/8' } }, 'an address lies in “10.0.0.0/8”'],
    [{ addresses: { eq: '10.0.0.1', in: ['10.0.0.1'] } }, 'an address is “10.0.0.1” and is “10.0.0.1”'],
    [{ addresses: {} }, 'an address is known'],
    [{ network: { contains: 'front' }, container: {} }, 'the network holds “front”; the container has any value'],
    [{ image: { ne: 'old' }, stack: { notIn: ['a', 'b'] } }, 'the image is not “old”; the stack is not “a” or “b”'],
    [{ service: { eq: 'shop/web' }, workload: { eq: 'w' } }, 'the service is “shop/web”; the workload is “w”'],
    [
      { labels: [{ key: 'a' }, { key: 'b', eq: '1' }] },
      'the label “a” of the container has any value and the label “b” of the container is “1”',
    ],
    [{ text: 'web', includeGone: false }, 'a name holds “web”; it is still there'],
  ])('puts %j into words', (filter, words) => {
    expect(wordsOf(filter)).toBe(words);
  });
});
