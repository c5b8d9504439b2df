import type { IncomingMessage } from 'node:http';
import { type Caller, callerOf } from '../../access/caller.js';
import type { Proxies, Reached } from '../proxies.js';
import { mustBeWithinScope } from '../caller.js';
import type { Loaders, LoadersFactory } from './loaders.js';

/** What resolvers know of whom they answer, besides what is asked; of HTTP and of WebSockets alike. */
export interface GraphqlContext {
  readonly loaders: Loaders;
  readonly caller: Caller;
  /** Where the question comes from. */
  readonly address: string;
  /** How it reached us; null of WebSockets, on which nothing is changed. */
  readonly reached: Reached | null;
}

/** Makes the context of a question that came by HTTP. */
export function contextOf(request: IncomingMessage, loaders: LoadersFactory, proxies: Proxies): GraphqlContext {
  const caller = callerOf(request);
  if (!caller) throw new Error('a question of nobody came past the guard');
  mustBeWithinScope(caller);
  const reached = proxies.reached(request);
  return { loaders: loaders.create(), caller, address: reached.address, reached };
}
