import { expect } from '@jest/globals';
import { checkOf, type Described } from '../../apps/aggregator/src/api/openapi/openapi.fixture.js';

/** An answer of REST, with the address of the next page. */
export interface RestAnswer<T> {
  readonly status: number;
  readonly body: T;
  readonly next: string | null;
}

/** Asks a route; `path` = with what is in it filled in. */
export type AskRest = <T>(route: string, query?: string, path?: string) => Promise<RestAnswer<T>>;

/** Asks REST, and compares whatever is answered with what its own description says of the route. */
export async function restOf(url: string): Promise<AskRest> {
  const check = checkOf((await (await fetch(`${url}/api/openapi.json`)).json()) as Described);
  return async <T>(route: string, query = '', path = route): Promise<RestAnswer<T>> => {
    const response = await fetch(`${url}${path}${query && `?${query}`}`);
    const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
    const body = (await response.json()) as T;
    expect(check({ path: route, status: response.status, type }, body)).toEqual([]);
    const next = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    return { status: response.status, body, next };
  };
}
