import { describe, expect, it } from '@jest/globals';
import { type Moved, splitBridgeTraffic } from './index.js';

const moved = (rxBytes: number | null, txBytes: number | null, rxPackets: number | null): Moved => ({
  rxBytes,
  txBytes,
  rxPackets,
});

describe('the split of a bridge network’s traffic', () => {
  it('calls internal what the ports received and the bridge did not', () => {
    // 21.0 MB from container to container; the bridge saw two ARP requests of 28 bytes.
    expect(
      splitBridgeTraffic(moved(56, 84, 2), [moved(21_000_084, 300_000, 500), moved(300_000, 21_000_084, 400)]),
    ).toEqual({
      internalBytes: 21_300_000,
      outboundBytes: 84,
      inboundBytes: 84,
    });
  });

  it('calls nothing internal where all went out', () => {
    const out = 5_000_000;
    expect(splitBridgeTraffic(moved(out - 14 * 100, 9_000, 100), [moved(out, 9_000, 100)])).toEqual({
      internalBytes: 0,
      outboundBytes: out,
      inboundBytes: 9_000,
    });
  });

  it('is never negative: a packet may be counted by the bridge before its port was read', () => {
    expect(splitBridgeTraffic(moved(1_486, 0, 1), [moved(1_400, 0, 1)]).internalBytes).toBe(0);
  });

  it('is all zero for a network without containers', () => {
    expect(splitBridgeTraffic(moved(0, 0, 0), [])).toEqual({ internalBytes: 0, outboundBytes: 0, inboundBytes: 0 });
  });

  it.each([
    [
      'a port’s bytes',
      moved(10, 20, 1),
      moved(null, 1, 1),
      { internalBytes: null, outboundBytes: 24, inboundBytes: 20 },
    ],
    ['its bytes', moved(null, 20, 1), moved(90, 1, 1), { internalBytes: null, outboundBytes: null, inboundBytes: 20 }],
    [
      'its packets',
      moved(10, 20, null),
      moved(90, 1, 1),
      { internalBytes: null, outboundBytes: null, inboundBytes: 20 },
    ],
    [
      'what it sent',
      moved(10, null, 1),
      moved(90, 1, 1),
      { internalBytes: 166, outboundBytes: 24, inboundBytes: null },
    ],
  ])('does not know what takes %s, where that is unknown', (_what, bridge, port, split) => {
    expect(splitBridgeTraffic(bridge, [moved(100, 1, 1), port])).toEqual(split);
  });
});
