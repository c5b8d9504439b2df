import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import {
  type Authorization,
  HIDDEN,
  OWN_MARKER,
  type ScopedFleet,
  startScopedFleet,
} from '../../support/scope/scoped-fleet.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>;
}

const DOCUMENT = JSON.parse(
  readFileSync(new URL('../../../apps/aggregator/openapi.json', import.meta.url), 'utf8'),
) as Document;
/** Says nothing of any host, or is of one alone who proves it. */
const NAMELESS = ['/healthz', '/readyz', '/livez', '/api/v1/system', '/api/v1/storage', '/api/v1/percentile'];
const FORMATS = ['csv', 'json', 'ndjson'];
/** Figures without a name of what they are of, but for what was asked. */
const FIGURES = ['/api/v1/interface/{net_id}/stats', '/api/v1/interface/{net_id}/series'];

describeIf(natsServer, 'all of REST and its exports, asked by who sees one of two hosts', () => {
  let fleet: ScopedFleet;

  beforeAll(async () => {
    fleet = await startScopedFleet();
  }, 120_000);

  const routes = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters = [] }]) =>
      method === 'get' ? [{ path, parameters }] : [],
    ),
  );
  const get = async (path: string, by: Authorization = {}): Promise<{ status: number; text: string }> => {
    const response = await fetch(fleet.url + path, { headers: { ...by } });
    return { status: response.status, text: await response.text() };
  };
  const idsOf = (name: string, path: string): string[] => {
    const { own, hidden } = fleet;
    if (path.startsWith('/api/v1/quota/')) return [own.quotaId, hidden.quotaId];
    if (path.startsWith('/api/v1/saved-report/')) return [own.reportId, hidden.reportId];
    if (path.startsWith('/api/v1/job/')) return name === 'id' ? [own.jobId, hidden.jobId] : ['file.csv'];
    if (name === 'format') return FORMATS;
    // All sections that others have.
    if (name === 'kind') return ['fleet'];
    if (name === 'net_id') return [...own.netIds, ...hidden.netIds];
    if (name === 'id') return [own.id, hidden.id];
    throw new Error(`no value is known for the parameter ${name} of a path: give it one here`);
  };
  /** The route with all that its path may be filled with, asked in several ways. */
  const asked = ({ path, parameters }: (typeof routes)[number]): string[] => {
    const has = (name: string): boolean => parameters.some((each) => each.in === 'query' && each.name === name);
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const filled = names.reduce(
      (paths, name) => paths.flatMap((each) => idsOf(name, path).map((value) => each.replace(`{${name}}`, value))),
      [path],
    );
    const range = `from=${new Date(Date.now() - 600_000).toISOString()}&to=${new Date().toISOString()}`;
    const queries = [
      has('from') ? range : '',
      ...(has('text')
        ? ['zzhidden', 'zz'].map((text) => `text=${text}&includeGone=true&${has('from') ? range : ''}`)
        : []),
      ...(has('host')
        ? [`host=zzhidden-host`, `host=${fleet.hidden.id}`].map((each) => `${each}&${has('from') ? range : ''}`)
        : []),
      ...(has('groupBy')
        ? ['host,container,network', 'stack,service,interface'].map((by) => `groupBy=${by}&${range}`)
        : []),
    ];
    return filled.flatMap((each) => queries.map((query) => `${each}?${query}`));
  };

  it('tells nothing of the other host, anywhere, and all of the own', async () => {
    // Totals begin with the list of hosts, which is read every so often.
    const begun = async (): Promise<void> => expect((await get('/metrics')).text).toMatch(HIDDEN);
    await eventually('totals are told', begun, 90_000);
    const wrong: string[] = [];
    for (const route of routes) {
      let [all, own] = ['', ''];
      for (const path of asked(route)) {
        all += (await get(path)).text;
        const { status, text } = await get(path, fleet.viewer);
        own += text;
        // What was asked for is repeated in what says that it is unknown.
        const told = text.replaceAll(/zzhidden-host\b(?="? is|[^"]*which)/g, '');
        if (HIDDEN.test(told) && !path.includes('=zzhidden')) wrong.push(`${path} tells: ${text.slice(0, 500)}`);
        if (path.includes('=zzhidden') && status === 200 && HIDDEN.test(told))
          wrong.push(`${path} tells: ${text.slice(0, 500)}`);
        if (status >= 500) wrong.push(`${path} answers ${String(status)}: ${text}`);
      }
      if (NAMELESS.includes(route.path) || FIGURES.includes(route.path)) continue;
      if (!HIDDEN.test(all)) wrong.push(`${route.path} would not show a leak: ${all.slice(0, 300)}`);
      if (!own.includes(OWN_MARKER)) wrong.push(`${route.path} tells nothing of the own host: ${own.slice(0, 300)}`);
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  it('refuses what is of the whole fleet', async () => {
    for (const path of ['/api/v1/storage', '/api/v1/system']) {
      expect([(await get(path, fleet.viewer)).status, (await get(path)).status]).toEqual([403, 200]);
    }
  });

  it('answers of what is of another host as of what is not there', async () => {
    const [, inner] = fleet.hidden.netIds;
    for (const path of [
      `/api/v1/job/${fleet.hidden.jobId}`,
      `/api/v1/job/${fleet.hidden.jobId}/file/file.csv`,
      `/api/v1/saved-report/${fleet.hidden.reportId}`,
      `/api/v1/hosts/${fleet.hidden.id}`,
      `/api/v1/interface/${inner}/stats`,
      `/api/v1/interface/${inner}/series`,
    ]) {
      const hidden = await get(path, fleet.viewer);
      const nowhere = await get(
        path.replace(/[0-9a-f-]{36}/, '12345678-0000-4000-8000-000000000000').replace(inner, 'AAAAAAAAAAAAAAAA'),
        fleet.viewer,
      );
      expect([hidden.status, nowhere.status]).toEqual([404, 404]);
    }
  });
});
