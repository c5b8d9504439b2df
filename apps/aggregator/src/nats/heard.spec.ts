import { describe, expect, it } from '@jest/globals';
import { SENT_HEADER } from '@weir/model';
import { Heard } from './heard.js';

const sentMsOf = (sent: string): number | null => {
  const headers = { get: (name: string) => (name === SENT_HEADER ? sent : '') } as never;
  return new Heard('traffic', { subject: 'weir.v1.traffic.x', data: new Uint8Array(), headers }).sentMs;
};

describe('what was heard', () => {
  it('says when the agent sent it, as the store reads it', () => {
    expect(sentMsOf('1700000000100')).toBe(1_700_000_000_100);
  });

  it.each(['', 'soon', '1e3', '-5', '0x10', ' 7', '9'.repeat(16)])('does not take “%s” for a time', (sent) => {
    expect(sentMsOf(sent)).toBeNull();
  });
});
