import type { Tile, TileLine } from '../../components/KeyTiles.vue';
import { newest } from '../../composables/ranked-groups.js';
import type { SeriesLine } from '../../composables/series/lines.js';
import { formatCount } from '../../format/count.js';
import { formatShare, type TrafficUnit } from '../../format/rate.js';
import { describeValue } from '../../format/unit.js';
import { type Inside, internalShare } from './inside.js';

/** What is known of a network. */
export interface NetworkFigures {
  readonly unit: TrafficUnit;
  /** What the newest point of its lines is of: `now`. */
  readonly when: string;
  /** Null until they are answered. */
  readonly lines: readonly SeriesLine[] | null;
  /** Null until it is answered; `not told` where no bridge tells. */
  readonly inside: Inside | 'not told' | null;
  readonly hosts: number | null;
  readonly containers: number | null;
}

/** What stands where an answer is on its way. */
export const NO_ANSWER_YET = '…';

/** A network at a glance. */
export function networkTiles({ unit, when, lines, inside, hosts, containers }: NetworkFigures): Tile[] {
  const share = inside === null || inside === 'not told' ? null : internalShare(inside);
  const word = inside === null ? NO_ANSWER_YET : inside === 'not told' ? inside : 'nothing sent';
  return [
    rateTile(lines, unit, when),
    share === null
      ? { label: 'Stays inside', lines: [{ text: word, isWord: true }] }
      : { label: 'Stays inside', lines: [{ text: formatShare(share) }], hint: 'of what its containers send' },
    countTile('Containers', containers),
    countTile('Hosts', hosts),
  ];
}

/** What is received and sent, lately; `…` until it is answered. */
export function rateTile(lines: readonly SeriesLine[] | null, unit: TrafficUnit, when: string): Tile {
  const line = (side: 'in' | 'out'): TileLine => {
    if (!lines) return { text: NO_ANSWER_YET, side };
    const value = newest(lines.find((one) => one.side === side)?.points ?? []);
    return value === null ? { text: 'unknown', isWord: true, side } : { text: describeValue(value, unit), side };
  };
  return { label: `Traffic, ${when}`, lines: [line('in'), line('out')] };
}

/** A count; `…` until it is answered. */
export function countTile(label: string, count: number | null): Tile {
  return { label, lines: [{ text: count === null ? NO_ANSWER_YET : formatCount(count) }] };
}
