import { describe, expect, it } from '@jest/globals';
import { insideOf, internalShare } from './inside.js';

const counted = (rxBytes: number, txBytes: number, rxPackets = 0) => ({ rxBytes, txBytes, rxPackets });

describe('insideOf', () => {
  it('is what containers sent less what their bridge received, headers put back', () => {
    const inside = insideOf(counted(2_000, 10_000), counted(5_860, 1_500, 10));
    expect(inside).toEqual({ leavingBytes: 6_000, enteringBytes: 1_500, internalBytes: 4_000 });
    expect(internalShare(inside!)).toBe(0.4);
  });
  it('is not known where no bridge tells', () => expect(insideOf(counted(1, 1), null)).toBeNull());
  it('is never less than nothing', () => {
    expect(insideOf(counted(10, 10), counted(20, 30, 1))).toEqual({
      leavingBytes: 10,
      enteringBytes: 10,
      internalBytes: 0,
    });
  });
  it('has no share of nothing', () => {
    expect(internalShare(insideOf(counted(0, 0), counted(0, 0))!)).toBeNull();
  });
});
