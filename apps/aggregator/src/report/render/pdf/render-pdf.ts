import type { Report, ReportBlock } from '@weir/model';
import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Answer, Order, Said } from './protocol.js';

const WORKER = new URL('./worker.js', import.meta.url);
/** Many times what a report takes: one that takes more is at fault, and ends by itself. */
const MOST_MEMORY_MB = 512;

/**
 * A report as PDF (A4, vector charts, text that can be selected), in pieces of some 64 KiB. It is written in a thread of its own, which
 * goes no faster than blocks come and pieces are taken. `onPage` hears how many pages there are.
 * Ends at once when `signal` is aborted, with its reason.
 */
export async function* renderPdf(
  { head, blocks }: Report,
  signal: AbortSignal,
  onPage: (pages: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const order: Order = { head };
  const worker = new Worker(WORKER, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
  const source = blocks[Symbol.asyncIterator]();
  const answer = (text: Answer): void => worker.postMessage(text);
  try {
    for await (const [said] of on(worker, 'message', { signal, close: ['exit'] }) as AsyncIterable<[Said]>) {
      if (said.type === 'done') return;
      if (said.type === 'page') onPage(said.pages);
      else if (said.type === 'block') answer(await nextBlock(source));
      else {
        yield said.bytes;
        answer('taken');
      }
    }
    throw new Error('The thread that writes the PDF ended before it was done.');
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    await worker.terminate();
    await source.return?.();
  }
}

async function nextBlock(source: AsyncIterator<ReportBlock>): Promise<Answer> {
  const { done, value } = await source.next();
  return { block: done === true ? null : value };
}
