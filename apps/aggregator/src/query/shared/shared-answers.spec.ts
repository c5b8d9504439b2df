import { describe, expect, it } from '@jest/globals';
import { currentAsker } from '../../background/asker.js';
import { currentCaller, currentScopeKey, onBehalfOf, onBehalfOfJob, withinScope } from '../caller.js';
import { type HostScope, scopeKey } from '../scope/host-scope.js';
import { CallerGoneError } from '../snapshot.js';
import { type Shareable, SharedAnswers } from './shared-answers.js';

/** Work that ends when it is told to. */
class Work {
  begun = 0;
  caller: AbortSignal | undefined;
  private finish: (result: Shareable<string>) => void = () => undefined;
  private fail: (error: Error) => void = () => undefined;

  readonly begin = (): Promise<Shareable<string>> => {
    this.begun += 1;
    this.caller = currentCaller();
    return new Promise((resolve, reject) => ([this.finish, this.fail] = [resolve, reject]));
  };

  end(answer: string, keepMs = 0, bytes = 1): void {
    this.finish({ answer, keepMs, bytes });
  }

  break(): void {
    this.fail(new Error('broken'));
  }
}

function answersAt(mostBytes = 100): { answers: SharedAnswers<string>; work: Work; pass(ms: number): void } {
  let nowMs = 0;
  const answers = new SharedAnswers<string>(mostBytes, () => nowMs);
  return { answers, work: new Work(), pass: (ms) => void (nowMs += ms) };
}

describe('SharedAnswers', () => {
  it('works out once what several ask at the same time, and no longer than that', async () => {
    const { answers, work } = answersAt();
    const both = [answers.of('a', work.begin), answers.of('a', work.begin)];
    work.end('first');
    expect(await Promise.all(both)).toEqual(['first', 'first']);
    const next = answers.of('a', work.begin);
    work.end('second');
    expect([await next, work.begun]).toEqual(['second', 2]);
  });

  it('gives each question of a job its minute, shared or not, whichever hosts it sees', async () => {
    const { answers } = answersAt();
    const longest = async (): Promise<Shareable<string>> =>
      Promise.resolve({ answer: String(currentAsker()?.longestMs), keepMs: 0, bytes: 1 });
    const ask = (): Promise<string> => answers.of('a', longest);
    const { signal } = new AbortController();
    expect(await onBehalfOf(signal, ask)).toBe('undefined');
    expect(await onBehalfOfJob(signal, ask)).toBe('60000');
    expect(await onBehalfOfJob(signal, () => withinScope(null, () => onBehalfOf(signal, ask)))).toBe('60000');
  });

  it('works other questions out apart', async () => {
    const { answers, work } = answersAt();
    void answers.of('a', work.begin);
    void answers.of('b', work.begin);
    expect(work.begun).toBe(2);
  });

  it('gives an answer to others for as long as it is to be kept, from when it was asked for', async () => {
    const { answers, work, pass } = answersAt();
    const first = answers.of('a', work.begin);
    pass(400);
    work.end('first', 1_000);
    await first;
    pass(599);
    expect([await answers.of('a', work.begin), work.begun]).toEqual(['first', 1]);
    pass(1);
    const next = answers.of('a', work.begin);
    work.end('second');
    expect([await next, work.begun]).toEqual(['second', 2]);
  });

  it('tells all who wait of an error, and keeps it for nobody', async () => {
    const { answers, work } = answersAt();
    const both = [answers.of('a', work.begin), answers.of('a', work.begin)];
    work.break();
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = answers.of('a', work.begin);
    work.end('right');
    expect(await next).toBe('right');
  });

  it('goes on for the others when the first who asked leaves', async () => {
    const { answers, work } = answersAt();
    const leaver = new AbortController();
    const first = onBehalfOf(leaver.signal, () => answers.of('a', work.begin));
    const second = answers.of('a', work.begin);
    leaver.abort();
    await expect(first).rejects.toThrow(CallerGoneError);
    expect(work.caller?.aborted).toBe(false);
    work.end('answer');
    expect(await second).toBe('answer');
  });

  it('is given up when all have left, and begun anew for who comes then', async () => {
    const { answers, work } = answersAt();
    const leavers = [new AbortController(), new AbortController()];
    const asked = leavers.map(({ signal }) => onBehalfOf(signal, () => answers.of('a', work.begin)));
    for (const leaver of leavers) leaver.abort();
    await Promise.allSettled(asked);
    expect(work.caller?.aborted).toBe(true);
    const next = answers.of('a', work.begin);
    expect([work.begun, work.caller?.aborted]).toEqual([2, false]);
    work.end('answer');
    expect(await next).toBe('answer');
  });

  it('drops what nobody is given any more as soon as something else is answered', async () => {
    const { answers, work, pass } = answersAt(1_000);
    const first = answers.of('a', work.begin);
    work.end('first', 1_000, 400);
    await first;
    pass(1_000);
    const second = answers.of('b', work.begin);
    work.end('second', 1_000, 50);
    await second;
    expect(answers.bytes).toBeLessThan(100);
  });

  it('counts names too', async () => {
    const { answers, work } = answersAt();
    const asked = answers.of('a'.repeat(60), work.begin);
    work.end('answer', 1_000, 1);
    await asked;
    expect(answers.bytes).toBe(0);
  });

  it('holds no more than it may: what was asked for longest ago goes, and what is too large does not stay', async () => {
    const { answers, work } = answersAt(100);
    const keep = async (name: string, bytes: number): Promise<void> => {
      const asked = answers.of(name, work.begin);
      work.end(name, 1_000, bytes);
      await asked;
    };
    await keep('a', 40);
    await keep('b', 40);
    await answers.of('a', work.begin);
    await keep('c', 40);
    await keep('huge', 101);
    expect([answers.bytes, work.begun]).toEqual([84, 4]);
    await answers.of('a', work.begin);
    await answers.of('c', work.begin);
    expect(work.begun).toBe(4);
    void answers.of('b', work.begin);
    expect(work.begun).toBe(5);
  });

  it('gives no answer of one scope to another, nor to who sees all, and keeps none for later', async () => {
    const { answers } = answersAt();
    const begun: string[] = [];
    const ask = (scope: HostScope | null): Promise<string> =>
      withinScope(scope, () =>
        answers.of('a', async () => {
          begun.push(currentScopeKey());
          await Promise.resolve();
          return { answer: currentScopeKey(), keepMs: 1_000, bytes: 1 };
        }),
      );
    const [web, db] = ['web-*', 'db-*'].map((glob): HostScope => ({ hosts: [glob], labels: [] }));
    const asked = [null, web ?? null, db ?? null, web ?? null].map(ask);
    const told = await Promise.all(asked);
    expect(told).toEqual(['', web, db, web].map((scope) => (scope ? scopeKey(scope as HostScope) : '')));
    expect(begun.length).toBe(3);
    await ask(null);
    expect(begun.length).toBe(3);
    await ask(web ?? null);
    expect(begun.length).toBe(4);
  });
});
