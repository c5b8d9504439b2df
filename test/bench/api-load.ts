import { setTimeout as sleep } from 'node:timers/promises';
import type { AskAt } from './api-asks.js';
import { p95 } from './report.js';

/** A request, and what must be true of its answer. */
export interface Ask {
  /** What is asked, for the table. */
  readonly name: string;
  readonly path: string;
  readonly body?: object;
  /** What its answer's status must be. */
  readonly status: number;
}

/** How long an answer took to its last byte, ms; for ever, where it was given up: an early refusal is no fast answer. */
export interface Took {
  readonly name: string;
  readonly ms: number;
  /** Whether it, or a part of it, was given up: too much was asked at once, or it took too long. */
  readonly isGivenUp: boolean;
}

const GIVEN_UP = [503, 504];
const GIVEN_UP_IN_PART = /"code":"(OVERLOADED|TIMEOUT)"/;

/** Asks at a steady pace, whether answers come or not, as many people do. */
export async function askSteadily(
  url: string,
  askAt: AskAt,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Took[]> {
  const [times, waiting]: [Took[], Promise<void>[]] = [[], []];
  const startMs = performance.now();
  for (let count = 0; count < perSecond * seconds; count += 1) {
    await sleep(Math.max(0, startMs + (count * 1_000) / perSecond - performance.now()));
    const askedMs = performance.now();
    const ask = askAt(count, Date.now());
    waiting.push(
      askOne(url, ask).then(
        (isGivenUp) =>
          void times.push({ name: ask.name, ms: isGivenUp ? Infinity : performance.now() - askedMs, isGivenUp }),
      ),
    );
  }
  await Promise.all(waiting);
  return times;
}

/** The time that 95 % of the answers did not exceed, of each kind of question, in words. */
export function inWords(times: readonly Took[]): string {
  const names = [...new Set(times.map(({ name }) => name))];
  return names.map((name) => `${name} ${p95Of(times.filter((took) => took.name === name))}`).join(', ');
}

/** The time that 95 % of the answers did not exceed, in tenths of ms. */
export function p95Of(times: readonly Took[]): number {
  return Math.round(p95(times.map(({ ms }) => ms)) * 10) / 10;
}

/** Answers whether it was given up. */
async function askOne(url: string, { path, body, status }: Ask): Promise<boolean> {
  const response = await fetch(url + path, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(nullOfLateConnection);
  if (!response) return true;
  const text = await response.text();
  if (GIVEN_UP.includes(response.status) || GIVEN_UP_IN_PART.test(text)) return true;
  const isRight = response.status === status && (status !== 200 || !text.startsWith('{"errors"'));
  if (!isRight) throw new Error(`${path} answers ${response.status}: ${text.slice(0, 500)}\n${JSON.stringify(body)}`);
  return false;
}

/** What undici says of a connection that was not taken in time, or closed as it was about to be used once more. */
const NOT_TAKEN = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_SOCKET', 'ECONNRESET'];

/** A server that is too busy for connections gives up what is asked for, too; one that is gone refuses them. */
function nullOfLateConnection(error: Error & { readonly cause?: { readonly code?: string } }): null {
  if (NOT_TAKEN.includes(error.cause?.code ?? '')) return null;
  throw error;
}
