import { describe, expect, it, jest } from '@jest/globals';
import { ask, askAll } from './client.js';
import { HOST, HOST_CONTAINERS } from './operations/host.js';
import { onTurnedAway } from './turned-away.js';

function answer(status: number, body: unknown): void {
  const json = body === undefined ? Promise.reject(new SyntaxError('no JSON')) : Promise.resolve(body);
  json.catch(() => undefined);
  globalThis.fetch = jest.fn(async () => ({ status, json: () => json }) as Response) as typeof fetch;
}

describe('ask', () => {
  it('posts the document and its variables, and gives the data', async () => {
    answer(200, { data: { host: null } });
    expect(await ask(HOST, { id: 'x' })).toEqual({ ok: true, data: { host: null } });
    const [url, request] = jest.mocked(fetch).mock.calls[0] ?? [];
    expect(url).toBe('/graphql');
    const body = JSON.parse(String(request?.body)) as { query: string; variables: unknown };
    expect(body.variables).toEqual({ id: 'x' });
    expect(body.query).toContain('query Host($id: ID!)');
  });

  it.each([
    ['an error of the API', 200, { errors: [{ message: 'points must be at most 300' }] }, 'points must be at most 300'],
    [
      'what took too long',
      504,
      { errors: [{ message: 'narrow the range (from, to)', extensions: { code: 'TIMEOUT' } }] },
      'This took too long',
    ],
    [
      'what is too much at once',
      200,
      { errors: [{ message: 'filter: lets more than 1000 pass', extensions: { code: 'BAD_USER_INPUT' } }] },
      'refuses this: filter: lets more than 1000 pass',
    ],
    [
      'what costs too much',
      400,
      { errors: [{ message: 'The operation costs 9: lower first', extensions: { code: 'TOO_EXPENSIVE' } }] },
      'refuses this: The operation costs 9: lower first',
    ],
    ['what cannot be answered now', 503, { errors: [{ message: '', extensions: { code: 'UNAVAILABLE' } }] }, 'now'],
    [
      'what is for nobody who is here',
      401,
      { errors: [{ message: 'sign in', extensions: { code: 'UNAUTHENTICATED' } }] },
      'Nobody is signed in',
    ],
    [
      'what the role does not allow',
      403,
      { errors: [{ message: 'users needs the role admin; bob is viewer', extensions: { code: 'FORBIDDEN' } }] },
      'You may not do this: users needs the role admin',
    ],
    ['a page instead of an answer', 502, undefined, 'status 502'],
    ['an empty answer', 200, {}, 'status 200'],
  ])('makes a failure of %s', async (_name, status, body, words) => {
    answer(status, body);
    const result = await ask(HOST, { id: 'x' });
    expect(result.ok ? '' : result.failure.message).toContain(words);
    expect(result.ok ? '' : result.failure.remedy).not.toBe('');
  });

  it.each([
    ['BAD_USER_INPUT', true],
    ['FORBIDDEN', true],
    ['INTERNAL_SERVER_ERROR', true],
    ['TIMEOUT', false],
    ['UNAVAILABLE', false],
    ['OVERLOADED', false],
  ])('tells whether %s would be the same again', async (code, isLasting) => {
    answer(200, { errors: [{ message: 'no', extensions: { code } }] });
    const result = await ask(HOST, { id: 'x' });
    expect(!result.ok && result.failure.isLasting === true).toBe(isLasting);
  });

  it('makes a failure of an unreachable server', async () => {
    globalThis.fetch = jest.fn(() => Promise.reject(new TypeError('fetch failed'))) as typeof fetch;
    const result = await ask(HOST, { id: 'x' });
    expect(result.ok ? '' : result.failure.message).toContain('cannot be reached');
  });

  it('tells that nobody is signed in any more, and of nothing else', async () => {
    let times = 0;
    onTurnedAway(() => (times += 1));
    answer(403, { errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] });
    await ask(HOST, { id: 'x' });
    answer(502, undefined);
    await ask(HOST, { id: 'x' });
    expect(times).toBe(0);
    answer(401, undefined);
    await ask(HOST, { id: 'x' });
    answer(200, { data: { host: null }, errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] });
    await ask(HOST, { id: 'x' });
    expect(times).toBe(2);
  });

  it('lets the caller take its question back', async () => {
    globalThis.fetch = jest.fn(() => Promise.reject(new DOMException('gone', 'AbortError'))) as typeof fetch;
    await expect(ask(HOST, { id: 'x' })).rejects.toThrow('gone');
  });
});

describe('askAll', () => {
  const page = (id: string, endCursor: string, hasNextPage: boolean): object => ({
    data: { containers: { nodes: [{ id }], pageInfo: { endCursor, hasNextPage } } },
  });
  const answerInTurn = (...bodies: object[]): void => {
    const left = [...bodies];
    globalThis.fetch = jest.fn(
      async () => ({ status: 200, json: async () => left.shift() }) as Response,
    ) as typeof fetch;
  };
  const askContainers = () => askAll(HOST_CONTAINERS, { id: 'h' }, ({ containers }) => containers);

  it('puts the pages of a list together', async () => {
    answerInTurn(page('a', 'one', true), page('b', 'two', false), page('c', 'three', false));
    expect(await askContainers()).toEqual({ ok: true, data: [{ id: 'a' }, { id: 'b' }] });
    const variables = jest.mocked(fetch).mock.calls.map(([, request]) => JSON.parse(String(request?.body)).variables);
    expect(variables).toEqual([
      { id: 'h', after: null },
      { id: 'h', after: 'one' },
    ]);
  });

  it('answers nothing rather than half a list', async () => {
    answerInTurn(page('a', 'one', true), { errors: [{ message: 'too much' }] });
    expect(await askContainers()).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('too much') },
    });
  });
});
