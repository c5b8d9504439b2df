import type { Rates } from '../../api/index.js';
import type { Tile } from '../../components/KeyTiles.vue';
import { describeRate, formatShare, formatSpeed, type TrafficUnit } from '../../format/rate.js';
import { type Telling, whyUnknown } from './unknown.js';
import { COUNTERS, rateKind } from './counters.js';
import { rateOf, utilisation } from './use.js';

/** What it counts now as figures; those of a link say how full it is, too. */
export function tilesOf(
  rates: Rates | null,
  unit: TrafficUnit,
  of: { readonly host: Telling; readonly speedBitsPerSecond?: number | null },
): Tile[] {
  const { word, detail } = whyUnknown(of.host);
  const counters = COUNTERS.map((counter): Tile => {
    const rate = rateOf(rates, counter.column);
    if (rate === null) return { label: counter.label, value: word, isWord: true, hint: '', tone: counter.side };
    const isFault = (counter.kind === 'errors' || counter.kind === 'drops') && rate > 0;
    return {
      label: counter.label,
      value: describeRate(rate, rateKind(counter, unit)),
      tone: isFault ? 'warn' : counter.side,
    };
  });
  return of.speedBitsPerSecond === undefined ? counters : [...counters, linkTile(rates, of.speedBitsPerSecond, detail)];
}

function linkTile(rates: Rates | null, speedBitsPerSecond: number | null, detail: string): Tile {
  const share = utilisation(rates, speedBitsPerSecond);
  const label = 'Of link speed';
  if (speedBitsPerSecond === null) return { label, value: 'speed not known', isWord: true };
  const hint = `of ${formatSpeed(speedBitsPerSecond)}`;
  return share === null
    ? { label, value: 'not known', isWord: true, hint: detail }
    : { label, value: formatShare(share), hint };
}
