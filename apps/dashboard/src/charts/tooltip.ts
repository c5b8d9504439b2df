import { escapeHtml } from '../format/html.js';
import { describeRate, type RateKind } from '../format/rate.js';
import { formatDateTime } from '../format/time.js';
import type { ChartEntity } from './chart-line.js';

/** The tooltip's HTML for one instant: every entity's in and out. All that comes from agents is escaped. */
export function tooltipHtml(
  entities: readonly ChartEntity[],
  at: number,
  kind: RateKind,
  colourOf: (property: string) => string,
): string {
  const rows = entities.map((entity) => {
    const incoming = describeAt(entity.incoming, at, kind);
    const outgoing = describeAt(entity.outgoing, at, kind);
    return `<tr><th><i style="background:${escapeHtml(colourOf(entity.incomingColour))}"></i>${escapeHtml(entity.name)}</th>
      <td>↓ ${escapeHtml(incoming)}</td><td>↑ ${escapeHtml(outgoing)}</td></tr>`;
  });
  return `<div class="weir-tip"><p>${escapeHtml(formatDateTime(at))}</p><table>${rows.join('')}</table></div>`;
}

function describeAt(points: readonly (readonly [number, number | null])[], at: number, kind: RateKind): string {
  const rate = points.find(([pointAt]) => pointAt === at)?.[1];
  return rate === null || rate === undefined ? 'no data' : describeRate(rate, kind);
}
