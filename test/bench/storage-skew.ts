import type { TrafficMessage } from '@weir/model';
import { bitsOf, normal, seedOf, share } from '../fleet/simulated/random.js';

/** An agent reads the host's interfaces and a container's so far apart. */
const APART_SECONDS = 0.005;
const DIRECTIONS = [
  ['rxBytes', 'rxPackets'],
  ['txBytes', 'txPackets'],
] as const;

/**
 * Makes the two ends of a container's link differ, as those of a real host do: what passes between the reading of the two
 * is counted a second later at one of them. In the simulated fleet they are exactly alike, which flatters whoever notices.
 */
export function readApart(message: TrafficMessage): TrafficMessage {
  const columns = Object.fromEntries(
    Object.entries(message.columns).map(([name, values]) => [name, [...values]]),
  ) as Record<keyof TrafficMessage['columns'], number[]>;
  message.keys.forEach((key, index) => {
    if (!key.startsWith('host/veth')) return;
    for (const [bytesName, packetsName] of DIRECTIONS) {
      const packets = columns[packetsName][index] ?? 0;
      const bytes = columns[bytesName][index] ?? 0;
      if (packets === 0) continue;
      const bits = bitsOf(seedOf(message.seq, key), bytesName.length + packets);
      const more = Math.max(-packets, Math.round(normal(bits) * Math.sqrt(2 * packets * APART_SECONDS)));
      const moreBytes = Math.round(more * (bytes / packets) * (0.5 + share(bitsOf(bits, 1))));
      columns[packetsName][index] = packets + more;
      columns[bytesName][index] = packets + more === 0 ? 0 : Math.max(0, bytes + moreBytes);
    }
  });
  return { ...message, columns };
}
