import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ControlMessage, encodeControl } from '@weir/model';
import { ControlInbox } from './control-inbox.js';

const HOST = '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11';
const OTHER = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const FOCUS = { forMs: 10_000, intervalMs: 250 };
const PEERS = [{ host: OTHER, address: '192.0.2.11', port: 7 }];

describe('control', () => {
  const obedience = { focus: jest.fn(), peers: jest.fn() };
  const log = { warn: jest.fn() };
  let inbox: ControlInbox;
  beforeEach(() => {
    jest.clearAllMocks();
    inbox = new ControlInbox(HOST, obedience, log);
  });
  const receive = (message: object): void => {
    const whole: ControlMessage = { v: 1, host: HOST, focus: null, peers: null };
    inbox.receive(Buffer.from(encodeControl({ ...whole, ...message })));
  };

  it('is obeyed part by part; what is null stays as it was', () => {
    receive({ focus: FOCUS });
    expect(obedience.focus.mock.calls).toEqual([[FOCUS]]);
    expect(obedience.peers).not.toHaveBeenCalled();
    receive({ peers: PEERS });
    receive({ peers: [] });
    expect(obedience.peers.mock.calls).toEqual([[PEERS], [[]]]);
    expect(obedience.focus).toHaveBeenCalledTimes(1);
    expect(inbox.counts()).toEqual({ obeyed: 3, refused: 0 });
    expect(log.warn).not.toHaveBeenCalled();
  });

  it.each<[string, object]>([
    ['is for another host', { host: OTHER, focus: FOCUS, peers: PEERS }],
    ['asks for more than 4 samples a second', { focus: { forMs: 10_000, intervalMs: 100 } }],
    ['never ends', { focus: { forMs: 1e9, intervalMs: 250 } }],
    ['names what only looks like an address', { focus: FOCUS, peers: [{ ...PEERS[0], address: '999.0.2.11' }] }],
    ['names a name', { peers: [{ ...PEERS[0], address: 'localhost' }] }],
    ['names too many', { peers: Array.from({ length: 9 }, () => PEERS[0]) }],
    ['is of another version', { v: 2, focus: FOCUS }],
  ])('is not obeyed in any part where it %s', (_, message) => {
    receive(message);
    expect(obedience.focus).not.toHaveBeenCalled();
    expect(obedience.peers).not.toHaveBeenCalled();
    expect(inbox.counts()).toEqual({ obeyed: 0, refused: 1 });
  });

  it('that is refused is logged once, with the reason, and counted each time', () => {
    for (const rubbish of ['', '{', '[]', 'null', '\u0000']) inbox.receive(Buffer.from(rubbish));
    inbox.receive(Buffer.from([0xff, 0xfe]));
    expect(inbox.counts()).toEqual({ obeyed: 0, refused: 6 });
    expect(log.warn.mock.calls).toEqual([[{ reason: 'payload: is not JSON' }, expect.any(String)]]);
  });
});
