import { roundedRate } from '../../query/group-bins.js';
import { textOfNumbers } from '../../query/number-text.js';
import { rateName } from '../../query/series.js';
import type { GroupList, LiveColumns as Columns } from '../../live/series/frame.js';
import { onceEach } from './once-each.js';
import { outputOnly } from './scalars.js';

/** The rates of one second. */
export const LiveColumns = outputOnly(
  'LiveColumns',
  'Columns of one second: `{"groups": [0, 7, …], "incomplete": [3, …], "rxBytesPerSecond": [1024.5, 0, …], …}`, in bytes, ' +
    'packets, errors or drops per second, one value for each of `groups`, which are indexes of LiveGroups; -1 is the sum of ' +
    'all that are not in the top. A group in neither list did not move: it is zero. Of those in `incomplete` not all is ' +
    'known, since a host of theirs is silent or an interface could not be read: what is told is less than it was, and nothing ' +
    'told is a gap.',
  onceEach((columns: Columns) => textOfColumns(columns)),
);

/** What indexes stand for. */
export const LiveGroups = outputOnly(
  'LiveGroups',
  'Groups by their index: `[{"index": 0, "group": "…", "keys": [{"dimension": "HOST", "label": null, "value": "…", "name": ' +
    '"web-1"}]}, …]`, with `group` and `keys` as in `series`. An index keeps its meaning while the subscription lasts, or is ' +
    'told anew.',
  onceEach((groups: GroupList) => JSON.stringify(groups.map(asGroup))),
);

function textOfColumns({ groups, incomplete, rates }: Columns): string {
  const columns = rates.map(({ counter, perSecond }) => {
    const text = textOfNumbers(perSecond.length, (index) => roundedRate(perSecond[index] ?? 0));
    return `,"${rateName(counter)}":${text}`;
  });
  return `{"groups":${JSON.stringify(groups)},"incomplete":${JSON.stringify(incomplete)}${columns.join('')}}`;
}

function asGroup({ index, id, keys }: GroupList[number]): object {
  return { index, group: id, keys: keys.map((key) => ({ ...key, dimension: key.dimension.toUpperCase() })) };
}
