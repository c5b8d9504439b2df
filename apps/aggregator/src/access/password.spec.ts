import { hash } from '@node-rs/argon2';
import { describe, expect, it } from '@jest/globals';
import { hashPassword, isPassword, refusalOfPassword, TooManyPasswords } from './password.js';

describe('a password', () => {
  it.each([
    ['correct horse battery', null],
    ['пароль из слов', null],
    ['🐎🐎🔋🔋🧷🧷abcdef', null],
    ['short', '12 or more'],
    ['elevenchars', '12 or more'],
    ['🐎🐎🐎🐎🐎🐎', '12 or more'],
    ['aaaaaaaaaaaa', 'repeats'],
    ['abababababababab', 'repeats'],
    ['annabellaannabella', 'the name'],
    ['AnnabellaAnnabella1!', 'the name'],
    ['x'.repeat(500) + 'yz1'.repeat(200), 'longer than'],
  ])('that is %s: %s', (password, reason) => {
    const refusal = refusalOfPassword('password', password, 'Annabella');
    expect(refusal).toEqual(reason === null ? null : { field: 'password', reason: expect.stringContaining(reason) });
  });

  it('is kept by argon2id, each with a salt of its own', async () => {
    const [one, other] = [await hashPassword('correct horse battery'), await hashPassword('correct horse battery')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/);
    expect(other).not.toBe(one);
    expect(await isPassword(one, 'correct horse battery')).toBe(true);
    expect(await isPassword(one, 'correct horse batterz')).toBe(false);
    expect(await isPassword(one, '')).toBe(false);
  });

  it('is nobody’s where there is no hash, whatever it is', async () => {
    expect(await isPassword(null, 'nobody has this password')).toBe(false);
  });

  it('waits its turn, and not in an endless row', async () => {
    // As little work as there can be: what is looked at is the row of those who wait.
    const cheap = await hash('a', { memoryCost: 8, timeCost: 1, parallelism: 1 });
    const asked = await Promise.allSettled(Array.from({ length: 60 }, () => isPassword(cheap, 'a')));
    const refused = asked.filter((each) => each.status === 'rejected');
    expect(refused).toHaveLength(60 - 2 - 50);
    expect(refused.every(({ reason }) => reason instanceof TooManyPasswords)).toBe(true);
    expect(refused[0]?.reason).toMatchObject({ message: expect.stringMatching(/^too many passwords .*; try again/) });
    expect(await isPassword(cheap, 'a')).toBe(true);
  });
});
