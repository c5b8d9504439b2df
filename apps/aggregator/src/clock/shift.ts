import type { EventMessage, InventoryMessage, StateMessage, TrafficMessage } from '@weir/model';

/** A message with its time, and those times within it that are of the same clock, moved by an offset. */
export function shiftedBy<T extends TrafficMessage | InventoryMessage | EventMessage | StateMessage>(
  message: T,
  offsetMs: number,
): T {
  const shifted = { ...message, at: message.at + offsetMs };
  return 'interfaces' in shifted ? { ...shifted, ...insidesOf(shifted, offsetMs) } : shifted;
}

function insidesOf(
  { agent, os, interfaces, containers }: InventoryMessage,
  offsetMs: number,
): Pick<InventoryMessage, 'agent' | 'os' | 'interfaces' | 'containers'> {
  const shift = (ms: number): number => ms + offsetMs;
  return {
    agent: { ...agent, startedAt: shift(agent.startedAt) },
    os: { ...os, bootedAt: os.bootedAt === null ? null : shift(os.bootedAt) },
    interfaces: interfaces.map((entry) => ({ ...entry, since: shift(entry.since) })),
    containers: containers.map((entry) => ({
      ...entry,
      startedAt: entry.startedAt === null ? null : shift(entry.startedAt),
    })),
  };
}
