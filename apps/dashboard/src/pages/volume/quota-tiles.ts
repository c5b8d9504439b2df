import { formatPercent } from '@weir/model';
import type { Quota, QuotaCycle } from '../../api/operations/volume.js';
import type { Tile } from '../../components/KeyTiles.vue';
import { bytesWords, leftWords, MEASURES, moneyWords, projectionWords } from './words.js';

/** What a cycle comes to, at a glance. */
export function tilesOf(quota: Quota, cycle: QuotaCycle): Tile[] {
  const counts = MEASURES.find(({ value }) => value === quota.measure)?.word ?? '';
  return [
    {
      label: cycle.isClosed ? 'Used' : 'Used so far',
      lines: [{ text: bytesWords(cycle.usedBytes) }],
      hint: `${counts}${cycle.usedPercent === null ? '' : `, ${formatPercent(cycle.usedPercent)} %`}`,
    },
    {
      label: 'Limit',
      lines: [quota.limitBytes === null ? word('none') : { text: bytesWords(quota.limitBytes) }],
      hint: leftWords(quota, cycle),
    },
    {
      label: 'In and out',
      lines: [
        { text: bytesWords(cycle.receivedBytes), side: 'in' },
        { text: bytesWords(cycle.transmittedBytes), side: 'out' },
      ],
    },
    ...(cycle.isClosed ? [] : [expectedTile(cycle)]),
    ...costTile(quota, cycle),
  ];
}

function expectedTile(cycle: QuotaCycle): Tile {
  const { text, detail } = projectionWords(cycle);
  const isOver = (cycle.projection?.usedPercent ?? 0) > 100;
  const line = cycle.projection ? { text, ...(isOver ? { tone: 'warn' as const } : {}) } : word(text);
  return { label: 'Expected at the end', lines: [line], hint: detail };
}

function costTile({ currency, pricePerGb }: Quota, cycle: QuotaCycle): Tile[] {
  if (pricePerGb === null) return [];
  const hint = cycle.projectedCost === null ? '' : `${moneyWords(cycle.projectedCost, currency)} at the end`;
  return [
    {
      label: cycle.isClosed ? 'Cost' : 'Cost so far',
      lines: [{ text: moneyWords(cycle.cost, currency) }],
      hint: hint || `${moneyWords(pricePerGb, currency)} a GB`,
    },
  ];
}

function word(text: string): Tile['lines'][number] {
  return { text, isWord: true };
}
