import { computed, type ComputedRef } from 'vue';
import { ask } from '../../api/index.js';
import { FIGURE_LINES, type FigureLines, FIGURES, type Figures } from '../../api/operations/figures.js';
import type { FilterInput } from '../../composables/chips.js';
import type { Asked } from '../../composables/use-answer.js';
import { useInRange } from '../../composables/use-in-range.js';
import { groupedBy, type Grouping } from './grouping.js';
import { type ErrorRow, errorRows, FAULTS } from './rows.js';

/** So many are told apart; who loses less is in the sum. */
export const MOST_GROUPS = 30;
const POINTS = 100;
const PACE_MS = 10_000;
/** Rare faults show in no less. */
const LEAST_MS = 900_000;

interface Answered {
  readonly lines: FigureLines;
  readonly packets: Figures | null;
}

/** Who lost packets in the page's range. */
export interface Errors {
  readonly asked: Asked<Answered>;
  readonly rows: ComputedRef<readonly ErrorRow[]>;
}

/** Asks who lost most, and then how many packets those had: two questions, however large the fleet. */
export function useErrors(grouping: () => Grouping, filter: () => FilterInput | null): Errors {
  const asked = useInRange<Answered>(
    async (stretch, signal) => {
      const whose = groupedBy(grouping(), filter());
      const top = { count: MOST_GROUPS };
      const counters = FAULTS.map(({ name }) => name);
      const lines = await ask(FIGURE_LINES, { input: { ...whose, counters, top, points: POINTS, ...stretch } }, signal);
      if (!lines.ok) return lines;
      const narrowed = narrowedTo(grouping(), whose.filter, lines.data.series);
      if (!narrowed) return { ok: true, data: { lines: lines.data.series, packets: null } };
      const { from, to } = lines.data.series;
      const packets = await ask(
        FIGURES,
        { input: { ...narrowed, groupBy: whose.groupBy, counters: ['RX_PACKETS', 'TX_PACKETS'], from, to } },
        signal,
      );
      return packets.ok ? { ok: true, data: { lines: lines.data.series, packets: packets.data.totals } } : packets;
    },
    () => [grouping(), filter()],
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
  const rows = computed(() => {
    const answer = asked.data.value;
    return answer ? errorRows(grouping(), answer.lines, answer.packets) : [];
  });
  return { asked, rows };
}

/** The same question of those alone that lost something; null where nobody did. */
function narrowedTo(
  grouping: Grouping,
  filter: FilterInput | null,
  lines: FigureLines,
): { readonly interfaces: string[] } | { readonly filter: FilterInput } | null {
  const losers = lines.series.filter(
    ({ others, statistics }) => others === null && statistics.some(({ total }) => total > 0),
  );
  const values = losers.flatMap(({ keys }) => keys[0]?.value ?? []);
  if (values.length === 0) return null;
  if (grouping === 'interface') return { interfaces: values };
  return { filter: grouping === 'host' ? { ...filter, hosts: values } : { ...filter, [grouping]: { in: values } } };
}
