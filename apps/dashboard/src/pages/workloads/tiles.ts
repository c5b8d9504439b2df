import type { WorkloadContainer } from '../../api/operations/workloads.js';
import type { Tile } from '../../components/KeyTiles.vue';
import type { SeriesLine } from '../../composables/series/lines.js';
import type { TrafficUnit } from '../../format/rate.js';
import { describeValue } from '../../format/unit.js';
import { countTile, rateTile, NO_ANSWER_YET } from '../networks/tiles.js';
import { hostsOf } from './use-workload.js';

const PERCENT_OF_A_CORE = 100;

/** A workload at a glance: its traffic, what its containers use, and how many there are. */
export function workloadTiles(
  lines: readonly SeriesLine[] | null,
  unit: TrafficUnit,
  when: string,
  containers: readonly WorkloadContainer[] | null,
): Tile[] {
  return [
    rateTile(lines, unit, when),
    usedTile(
      'CPU',
      containers,
      ({ cpuPercent }) => cpuPercent,
      (sum) => `${(sum / PERCENT_OF_A_CORE).toFixed(2)} cores`,
    ),
    usedTile(
      'Memory',
      containers,
      ({ memoryBytes }) => memoryBytes,
      (sum) => describeValue(sum, 'bytesTotal'),
    ),
    countTile('Containers', containers?.length ?? null),
    countTile('Hosts', containers ? hostsOf(containers) : null),
  ];
}

/** The sum of those that tell; of how many, where not all do. */
function usedTile(
  label: string,
  containers: readonly WorkloadContainer[] | null,
  read: (container: WorkloadContainer) => number | null,
  describe: (sum: number) => string,
): Tile {
  if (!containers) return { label, lines: [{ text: NO_ANSWER_YET }] };
  const told = containers.map(read).filter((value) => value !== null);
  if (told.length === 0) return { label, lines: [{ text: 'not told', isWord: true }] };
  const sum = { label, lines: [{ text: describe(told.reduce((so, one) => so + one, 0)) }] };
  return told.length === containers.length
    ? sum
    : { ...sum, hint: `of ${told.length} that tell it, of ${containers.length}` };
}
