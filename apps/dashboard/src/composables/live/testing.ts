import { perCounter } from '@weir/model';
import type { TrafficTick } from '../../api/index.js';

/** A tick for specs: `moved` maps an interface to its rxBytes and txBytes; everything else stood still. */
export function tick(
  at: number,
  moved: Record<string, [rx: number, tx: number]>,
  more: { hostId?: string; milliseconds?: number; part?: number; unread?: string[] } = {},
): TrafficTick {
  const ids = Object.keys(moved);
  return {
    hostId: more.hostId ?? 'h',
    at,
    milliseconds: more.milliseconds ?? 1_000,
    part: more.part ?? 0,
    columns: {
      ...perCounter(() => ids.map(() => 0)),
      interfaceIds: ids,
      unread: more.unread ?? [],
      rxBytes: ids.map((id) => moved[id]?.[0] ?? 0),
      txBytes: ids.map((id) => moved[id]?.[1] ?? 0),
    },
  };
}
