import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { TestProcess } from './process.js';

/** Asks a running Node program, started with `--inspect`, about itself: nothing in it has to be made for that. */
export interface Inspector {
  /** What it holds in memory after everything unused was collected, in MB: JavaScript's heap, and buffers outside of it. */
  heldMb(): Promise<number>;
  /** For how long its event loop kept others waiting at most, since this was asked last or since the beginning, in ms. */
  longestTurnMs(): Promise<number>;
  close(): void;
}

/** Argument that lets a program be inspected, on a port that is free. */
export const INSPECTABLE = '--inspect=127.0.0.1:0';

const WATCH_TURNS = `globalThis.turns = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution: 5 });
turns.enable(); 0`;

/** Connects to a program that was started with {@link INSPECTABLE}. */
export async function inspect(program: TestProcess): Promise<Inspector> {
  const [, address = ''] = await program.waitForLog(/Debugger listening on (ws:\S+)/);
  const socket = new WebSocket(address);
  await once(socket, 'open');
  let asked = 0;
  const ask = async <T>(method: string, params: object = {}): Promise<T> => {
    const id = ++asked;
    socket.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [text] = (await once(socket, 'message')) as [Buffer];
      const answer = JSON.parse(text.toString()) as { id?: number; result?: T; error?: { message: string } };
      if (answer.id === id && answer.error) throw new Error(`${method}: ${answer.error.message}`);
      if (answer.id === id) return answer.result as T;
    }
  };
  const evaluate = async (expression: string): Promise<number> =>
    (await ask<{ result: { value: number } }>('Runtime.evaluate', { expression })).result.value;
  await evaluate(WATCH_TURNS);
  return {
    heldMb: async () => {
      await ask('HeapProfiler.collectGarbage');
      return (await evaluate('(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())')) / 1e6;
    },
    longestTurnMs: async () => (await evaluate('(({ max }) => { turns.reset(); return max; })(turns)')) / 1e6,
    close: () => socket.close(),
  };
}
