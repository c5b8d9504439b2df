import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { LOCAL, setCaller } from '../access/caller.js';
import { currentCaller, currentScopeKey, withinScope } from '../query/caller.js';
import { type HostScope, scopeKey } from '../query/scope/host-scope.js';
import { mustBeWithinScope, onBehalfOfClient } from './caller.js';

const SCOPE: HostScope = { hosts: ['web-*'], labels: [] };

describe('onBehalfOfClient', () => {
  const response = Object.assign(new EventEmitter(), { writableFinished: false });
  const scopeOf = (request: Request): string => {
    let key = 'nothing was done';
    void onBehalfOfClient(request, response as unknown as Response, () => (key = currentScopeKey()));
    return key;
  };

  it('answers within the scope of whose request it is, though what was read meanwhile has lost it', () => {
    const [all, some, nobodys] = [{}, {}, {}] as [Request, Request, Request];
    setCaller(all, LOCAL);
    setCaller(some, { ...LOCAL, scope: SCOPE });
    expect([scopeOf(all), scopeOf(some)]).toEqual(['', scopeKey(SCOPE)]);
    // Nobody sees no host.
    expect(scopeOf(nobodys)).toBe(scopeKey({ hosts: [], labels: [] }));
  });

  it('ends what is asked for who has left', () => {
    let signal: AbortSignal | undefined;
    void onBehalfOfClient({} as Request, response as unknown as Response, () => (signal = currentCaller()));
    expect(signal?.aborted).toBe(false);
    response.emit('close');
    expect(signal?.aborted).toBe(true);
  });
});

describe('mustBeWithinScope', () => {
  it('throws where a question has left its scope, or is in another', () => {
    const ask = (scope: HostScope | null) => (): void => mustBeWithinScope({ scope });
    expect(ask(null)).not.toThrow();
    expect(() => withinScope(SCOPE, ask(SCOPE))).not.toThrow();
    expect(ask(SCOPE)).toThrow('left the scope');
    expect(() => withinScope(SCOPE, ask(null))).toThrow('left the scope');
  });
});
