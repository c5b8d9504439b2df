import { expect, it } from '@jest/globals';
import { actFor, currentAsker, type Scope } from './asker.js';
import { forAskerOfNow } from './for-asker.js';

const scope: Scope = { key: 'web', holds: () => true };

async function* scopes(): AsyncGenerator<string | undefined> {
  for (let taken = 0; taken < 3; taken += 1) {
    yield await Promise.resolve(currentAsker()?.scope?.key);
  }
}

it('makes each part for who asked, whoever takes it', async () => {
  const made = actFor({ left: undefined, scope }, () => forAskerOfNow(scopes()));
  const other: Scope = { key: 'db', holds: () => false };
  const taken = await actFor({ left: undefined, scope: other }, async () => {
    const all: (string | undefined)[] = [];
    for await (const each of made) all.push(each);
    return all;
  });
  expect(taken).toEqual(['web', 'web', 'web']);
});

it('ends what is made where nobody takes it to its end', async () => {
  let isEnded = false;
  async function* parts(): AsyncGenerator<number> {
    try {
      for (;;) yield await Promise.resolve(1);
    } finally {
      isEnded = true;
    }
  }
  for await (const each of actFor({ left: undefined, scope }, () => forAskerOfNow(parts()))) if (each === 1) break;
  expect(isEnded).toBe(true);
});
