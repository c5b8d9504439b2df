import { connect, isIP } from 'node:net';
import type { PeerLatency } from '@weir/model';

/** How a connect went; `ms` is null exactly where nothing answered. */
export type ConnectOutcome = Pick<PeerLatency, 'ms' | 'outcome'>;

const FILTERED: ConnectOutcome = { ms: null, outcome: 'filtered' };

/**
 * The time until a TCP connect is answered. A refusal is an answer, since it comes from the host itself; silence and
 * answers from on the way are none. Nothing is sent, and the socket is closed at once.
 */
export function tcpConnect(address: string, port: number, timeoutMs: number): Promise<ConnectOutcome> {
  // A name would make Node ask a name server.
  if (isIP(address) === 0) return Promise.resolve(FILTERED);
  return new Promise((resolve) => {
    const startMs = performance.now();
    const end = (outcome: 'accepted' | 'refused' | 'filtered'): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome === 'filtered' ? FILTERED : { ms: performance.now() - startMs, outcome });
    };
    const timer = setTimeout(() => end('filtered'), timeoutMs);
    const socket = connect({ host: address, port });
    socket.on('connect', () => end('accepted'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED' ? 'refused' : 'filtered'));
  });
}
