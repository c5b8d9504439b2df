/** What was counted in a range. */
export interface Counted {
  readonly rxBytes: number;
  readonly txBytes: number;
  readonly rxPackets: number;
}

/** The traffic of a network: what left it, what came in, and what its containers sent each other. */
export interface Inside {
  readonly leavingBytes: number;
  readonly enteringBytes: number;
  readonly internalBytes: number;
}

/** A bridge counts what it receives without the header that its containers' interfaces count. */
const ETHERNET_HEADER_BYTES = 14;

/**
 * A bridge passes on what its containers send each other without counting it: what they sent less what the bridge received stayed
 * inside. Null where there is no bridge that tells, as on overlay and macvlan networks.
 */
export function insideOf(containers: Counted, bridge: Counted | null): Inside | null {
  if (!bridge) return null;
  // What was counted at slightly different moments must not become negative.
  const leavingBytes = Math.min(containers.txBytes, bridge.rxBytes + ETHERNET_HEADER_BYTES * bridge.rxPackets);
  return {
    leavingBytes,
    enteringBytes: Math.min(containers.rxBytes, bridge.txBytes),
    internalBytes: containers.txBytes - leavingBytes,
  };
}

/** How much of what containers sent stayed inside, 0 to 1; null where they sent nothing. */
export function internalShare({ leavingBytes, internalBytes }: Inside): number | null {
  const sent = leavingBytes + internalBytes;
  return sent === 0 ? null : internalBytes / sent;
}
