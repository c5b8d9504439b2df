/** What a host's interface moved over one stretch of time; null where the kernel's counter is unknown. */
export interface Moved {
  readonly rxBytes: number | null;
  readonly txBytes: number | null;
  readonly rxPackets: number | null;
}

/** Where the bytes of one bridge network went; null where a counter it takes is unknown. */
export interface BridgeSplit {
  /** From container to container of this network, each byte once. */
  readonly internalBytes: number | null;
  /** From its containers to the host, and through it to anywhere else. */
  readonly outboundBytes: number | null;
  /** From the host, or through it, to its containers. */
  readonly inboundBytes: number | null;
}

/** A bridge counts what it receives without this, and what it sends with it. */
const ETHERNET_HEADER_BYTES = 14;

/**
 * Splits a network's traffic into what stayed among its containers and what left. A bridge counts only what passes
 * between its ports and the host, so what the ports received beyond that went to other ports.
 *
 * `ports` are the host's ends of the containers' veth pairs: the interfaces whose master is the bridge. All counts must
 * be of the same stretch of time, the longer the better: counters are not read in one instant, so that over a short one
 * a packet may be missing here and be seen there. For networks of the driver `bridge` only.
 */
export function splitBridgeTraffic(bridge: Moved, ports: readonly Moved[]): BridgeSplit {
  const outboundBytes = withHeaders(bridge);
  const fromContainers = ports.reduce<number | null>((sum, port) => add(sum, port.rxBytes), 0);
  return {
    internalBytes:
      fromContainers === null || outboundBytes === null ? null : Math.max(0, fromContainers - outboundBytes),
    outboundBytes,
    inboundBytes: bridge.txBytes,
  };
}

function withHeaders({ rxBytes, rxPackets }: Moved): number | null {
  return rxBytes === null || rxPackets === null ? null : rxBytes + ETHERNET_HEADER_BYTES * rxPackets;
}

function add(sum: number | null, value: number | null): number | null {
  return sum === null || value === null ? null : sum + value;
}
