import { beforeEach, describe, expect, it } from '@jest/globals';
import { Beginnings } from './beginnings.js';
import { MAX_SUBSCRIPTIONS_PER_SOCKET as MOST } from './limits.js';

describe('Beginnings', () => {
  let beginnings: Beginnings;
  let context: { readonly subscriptions: Record<string, unknown> };

  beforeEach(() => {
    beginnings = new Beginnings();
    context = { subscriptions: {} };
  });

  const end = (id: string): boolean => Reflect.deleteProperty(context.subscriptions, id);
  /** As graphql-ws does: what begins is among the subscriptions, what is refused or ended no more. */
  const begin = (id: string): string | null => {
    context.subscriptions[id] = null;
    const refusal = beginnings.begin(context, id);
    if (refusal !== null) end(id);
    return refusal;
  };
  const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `s${index}`);

  it('are bounded together with what runs already', () => {
    for (const id of ids(MOST)) expect(begin(id)).toBeNull();
    for (const id of ids(3)) beginnings.settle(context, id);
    expect(begin('more')).toContain(`More than ${MOST}`);
    end('s0');
    expect(begin('more')).toBeNull();
  });

  it('count until they settle, though they were ended', () => {
    for (const id of ids(MOST)) {
      expect(begin(id)).toBeNull();
      end(id);
    }
    expect(begin('more')).toContain(`More than ${MOST}`);
    beginnings.settle(context, 's7');
    expect(begin('more')).toBeNull();
  });

  it('of an id that was ended wait until that settled', () => {
    begin('same');
    end('same');
    expect(begin('same')).toContain('take another id');
    beginnings.settle(context, 'same');
    expect(begin('same')).toBeNull();
  });

  it('of one socket are not those of another', () => {
    for (const id of ids(MOST)) begin(id);
    context = { subscriptions: {} };
    expect(begin('s0')).toBeNull();
  });
});
