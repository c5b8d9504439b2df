import type { ReportBlock } from '@weir/model';
import { once } from 'node:events';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { writePdf } from './document.js';
import type { Answer, Order, Said } from './protocol.js';

/** The thread that writes a report as PDF. */
async function run(port: MessagePort): Promise<void> {
  const { head } = workerData as Order;
  const say = (said: Said): void => port.postMessage(said);
  const ask = async (said: Said): Promise<Answer> => {
    const answered = once(port, 'message') as Promise<[Answer]>;
    say(said);
    return (await answered)[0];
  };
  async function* blocks(): AsyncIterable<ReportBlock> {
    for (;;) {
      const answer = await ask({ type: 'block' });
      if (answer === 'taken' || answer.block === null) return;
      yield answer.block;
    }
  }
  await writePdf(head, blocks(), {
    write: async (bytes) => void (await ask({ type: 'bytes', bytes })),
    onPage: (pages) => say({ type: 'page', pages }),
  });
  say({ type: 'done' });
}

if (parentPort) await run(parentPort);
