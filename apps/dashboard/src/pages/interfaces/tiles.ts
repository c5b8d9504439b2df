import type { Rates } from '../../api/index.js';
import type { Tile, TileLine } from '../../components/KeyTiles.vue';
import { describeRate, formatShare, formatSpeed, type TrafficUnit } from '../../format/rate.js';
import { type Telling, whyUnknown } from './unknown.js';
import { COUNTERS, type CounterOf, rateKind } from './counters.js';
import { rateOf, utilisation } from './use.js';

const LABELS = { traffic: 'Traffic', packets: 'Packets', errors: 'Errors', drops: 'Drops' } as const;
const KINDS = ['traffic', 'packets', 'errors', 'drops'] as const;

/** What it counts now as figures; those of a link say how full it is, too. */
export function tilesOf(
  rates: Rates | null,
  unit: TrafficUnit,
  of: { readonly host: Telling; readonly speedBitsPerSecond?: number | null },
): Tile[] {
  const { word } = whyUnknown(of.host);
  const tiles = KINDS.map((kind): Tile => {
    const lines = COUNTERS.filter((counter) => counter.kind === kind).map((counter) =>
      lineOf(counter, rates, unit, word),
    );
    if (lines.every(({ isWord }) => isWord)) return { label: LABELS[kind], lines: [{ text: word, isWord: true }] };
    return { label: LABELS[kind], lines, ...(kind === 'traffic' && { hint: 'now, over 5 s' }) };
  });
  return of.speedBitsPerSecond === undefined ? tiles : [...tiles, linkTile(rates, of.speedBitsPerSecond)];
}

function lineOf(counter: CounterOf, rates: Rates | null, unit: TrafficUnit, word: string): TileLine {
  const rate = rateOf(rates, counter.column);
  if (rate === null) return { text: word, isWord: true, side: counter.side };
  const isFault = (counter.kind === 'errors' || counter.kind === 'drops') && rate > 0;
  const text = describeRate(rate, rateKind(counter, unit));
  return { text, side: counter.side, ...(isFault && { tone: 'warn' as const }) };
}

function linkTile(rates: Rates | null, speedBitsPerSecond: number | null): Tile {
  const share = utilisation(rates, speedBitsPerSecond);
  const label = 'Of link speed';
  if (speedBitsPerSecond === null) return { label, lines: [{ text: 'speed not known', isWord: true }] };
  const line = share === null ? { text: 'not known now', isWord: true } : { text: formatShare(share) };
  return { label, lines: [line], hint: `of ${formatSpeed(speedBitsPerSecond)}` };
}
