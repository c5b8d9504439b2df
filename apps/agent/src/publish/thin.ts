import { mergeTicks } from '../delta/merge.js';
import { kindOf, type Outgoing } from './record.js';
import { readTicks, type WireTick, writeTick } from './wire-ticks.js';

/** Messages that were never sent, fewer of them. */
export interface ThinnedMessages {
  readonly messages: readonly Outgoing[];
  /** Traffic messages that became part of another; not a byte is lost with them. */
  readonly merged: number;
  /** State messages that were left out. */
  readonly droppedStates: number;
}

/** Leaves out states: they are told every few seconds, and nothing is summed over them. */
export function withoutStates(messages: readonly Outgoing[]): ThinnedMessages {
  const kept = messages.filter(({ id }) => kindOf(id) !== 'state');
  return { messages: kept, merged: 0, droppedStates: messages.length - kept.length };
}

/**
 * Merges neighbouring ticks of traffic in pairs, under the first of their numbers: the others are never used. Events stay
 * as they are, behind. Ticks that cannot be one, or would not fit into as many messages as before, stay two.
 */
export function mergedInPairs(messages: readonly Outgoing[]): ThinnedMessages {
  const traffic = messages.filter(({ id }) => kindOf(id) === 'traffic');
  const kept = [...pairs(readTicks(traffic))].flatMap((tick) => tick.messages);
  const others = messages.filter(({ id }) => kindOf(id) !== 'traffic');
  return { messages: [...kept, ...others], merged: traffic.length - kept.length, droppedStates: 0 };
}

function* pairs(ticks: Iterable<WireTick>): Generator<Pick<WireTick, 'messages'>> {
  let earlier: WireTick | null = null;
  for (const later of ticks) {
    const merged: WireTick | null = earlier && mergeTwo(earlier, later);
    if (merged) yield { messages: merged.messages };
    else if (earlier) yield { messages: earlier.messages };
    earlier = merged ? null : later;
  }
  if (earlier) yield { messages: earlier.messages };
}

function mergeTwo(earlier: WireTick, later: WireTick): WireTick | null {
  if (!earlier.tick || !later.tick || !earlier.identity || earlier.identity.run !== later.identity?.run) return null;
  const tick = mergeTicks(earlier.tick, later.tick);
  return tick && writeTick(tick, earlier.identity, [...earlier.seqs, ...later.seqs]);
}
