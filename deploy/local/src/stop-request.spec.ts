import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { listenForStop, type StopRequest } from './stop-request.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('a request to stop', () => {
  const force = jest.fn<() => void>();
  let request: StopRequest;
  beforeEach(() => {
    force.mockClear();
    request = listenForStop(force);
  });
  afterEach(() => SIGNALS.forEach((signal) => process.removeAllListeners(signal)));

  it.each(SIGNALS)('is heard by %s', async (signal) => {
    expect(request.isAsked()).toBe(false);
    process.emit(signal);
    await request.asked;
    expect(request.isAsked()).toBe(true);
  });

  it('is one when the terminal and npm pass on the same Ctrl-C, and one of force when it comes again later', async () => {
    process.emit('SIGINT');
    process.emit('SIGINT');
    process.emit('SIGTERM');
    await request.asked;
    await sleep(2_500);
    process.emit('SIGINT');
    expect(force).not.toHaveBeenCalled();
    await sleep(600);
    process.emit('SIGINT');
    expect(force).toHaveBeenCalledTimes(1);
  });
});
