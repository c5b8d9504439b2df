import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { TestProcess } from './process.js';

/** Asks a running Node program, started with `--inspect`, about itself: nothing in it has to be made for that. */
export interface Inspector {
  /** What it holds in memory after everything unused was collected, in MB: JavaScript's heap, and buffers outside of it. */
  heldMb(): Promise<number>;
  close(): void;
}

/** Argument that lets a program be inspected, on a port that is free. */
export const INSPECTABLE = '--inspect=127.0.0.1:0';

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
  return {
    heldMb: async () => {
      await ask('HeapProfiler.collectGarbage');
      const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';
      const { result } = await ask<{ result: { value: number } }>('Runtime.evaluate', { expression });
      return result.value / 1e6;
    },
    close: () => socket.close(),
  };
}
