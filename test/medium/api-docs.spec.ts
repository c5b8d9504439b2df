import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { makeToken } from '../support/access.js';
import { asOfNow } from '../support/docs/as-of-now.js';
import { compileClient, runClient, writeClient } from '../support/docs/client.js';
import { type Demo, startDemo } from '../support/docs/demo.js';
import { emptyParts } from '../support/docs/emptiness.js';
import { type Example, isRefused, operationOf, readExamples } from '../support/docs/examples.js';
import { runProgram } from '../support/docs/run.js';
import { differencesOf } from '../support/docs/shape.js';
import { openWorkshop } from '../support/docs/workshop.js';
import { askGraphql } from '../support/graphql.js';
import { curl, describeIf, natsServer } from '../support/requirements.js';

const DOCUMENT = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
/** When it is in the document. */
const DOCUMENT_MS = Date.parse('2026-11-21T12:00:00Z');
const EXAMPLES = readExamples(DOCUMENT);
const OPERATIONS = EXAMPLES.filter((example) => operationOf(example) !== null);
const SETUP_MS = 240_000;
const LABEL =
  'mutation ($id: ID!, $value: String!) { setHostLabels(id: $id, labels: [{ key: "turn", value: $value }]) { id } }';

const TELL_AGAIN = 'mutation { patternFeedback(id: "4711", verdict: null) { id } }';

interface FleetPage {
  readonly hosts: {
    readonly nodes: readonly { readonly name: string }[];
    readonly totalCount: number;
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

const nameOf = (example: Example): string => operationOf(example)?.name ?? example.kind;
const cases = (examples: readonly Example[]): [string, Example][] =>
  examples.map((example) => [`${nameOf(example)} (${example.title})`, example]);

/** As the document shows it; where it does not, something is answered at least. */
function expectAnswer(answer: unknown, { answer: shown }: Example): void {
  if (shown?.kind === 'json') expect(differencesOf(answer, shown.value)).toEqual([]);
  else expect(emptyParts(answer)).toEqual([]);
}

describeIf([natsServer, curl], 'docs/api.md', () => {
  const workshop = openWorkshop();
  let demo: Demo;
  let url: string;
  let token: string;
  let client: Client;
  let today: readonly Example[];

  /** The example with today's moments and ids. */
  const current = ({ title }: Example): Example => today.find((each) => each.title === title)!;
  /** What subscriptions tell of, twice a second. */
  const whileThingsHappen = async <T>(watch: () => Promise<T>): Promise<T> => {
    const happening = setInterval(() => {
      demo.changeSomething();
      // Where one fails, the next is soon.
      askGraphql(url, LABEL, { id: demo.otherHostId, value: String(Date.now()) }).catch(() => undefined);
      askGraphql(url, TELL_AGAIN).catch(() => undefined);
    }, 500);
    return watch().finally(() => clearInterval(happening));
  };
  const firstOf = async ({ text, variables }: Example): Promise<unknown> => {
    const answers = client.iterate({ query: text, variables: { ...variables } });
    const { value } = await whileThingsHappen(() => answers.next());
    await answers.return?.();
    return value;
  };

  beforeAll(async () => {
    demo = await startDemo();
    ({ url } = demo.aggregator);
    token = (await makeToken(url)).secret;
    await demo.tellSilentHost();
    client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 });
    const containerId = await demo.containerId('web-3.simulated', 'blog-web-1');
    today = readExamples(asOfNow(DOCUMENT, { documentMs: DOCUMENT_MS, nowMs: Date.now(), containerId }));
  }, SETUP_MS);

  afterAll(() => client.dispose());

  it.each(cases(EXAMPLES))('%s', async (_name, asWritten) => {
    const example = current(asWritten);
    const { kind, text, variables, answer: shown } = example;
    if (kind !== 'graphql') {
      const { printed, isRefused: refused } = await runProgram(example, workshop, url, token);
      if (refused !== isRefused(example)) throw new Error(`it is ${refused ? '' : 'not '}refused: ${printed}`);
      if (shown?.kind === 'csv') expectCsv(printed, shown.text);
      else expectAnswer(parsed(printed), example);
      return;
    }
    const isWatched = operationOf(example)?.type === 'subscription';
    const answer = isWatched ? await firstOf(example) : await askGraphql(url, text, variables);
    if (!isRefused(example)) expect(answer).not.toHaveProperty('errors');
    expectAnswer(shown ? answer : (answer as { data?: unknown }).data, example);
  });

  it('goes through a list page by page, each entry once', async () => {
    const fleet = current(EXAMPLES.find((example) => nameOf(example) === 'Fleet')!);
    const names: string[] = [];
    let page: FleetPage['hosts'] | undefined;
    do {
      const after: string | null = page?.pageInfo.endCursor ?? null;
      page = (await askGraphql<FleetPage>(url, fleet.text, { ...fleet.variables, after })).data!.hosts;
      names.push(...page.nodes.map(({ name }) => name));
    } while (page.pageInfo.hasNextPage);
    expect(names).toHaveLength(page.totalCount);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('is asked by a client that is generated from the schema, by types that compile', async () => {
    const asked = OPERATIONS.filter((example) => !isRefused(example)).map(current);
    await demo.tellSilentHost();
    await demo.hostsListed(demo.hosts + 1);
    await writeClient(workshop, asked);
    await compileClient(workshop);
    const answers = await whileThingsHappen(() => runClient(workshop, url));
    const empty = asked.flatMap((example) => emptyParts(answers.get(nameOf(example)), nameOf(example)));
    expect(empty).toEqual([]);
    expect(answers.size).toBe(asked.length);
  });
});

/** One JSON, or a line of it each. */
function parsed(printed: string): unknown {
  try {
    return JSON.parse(printed) as unknown;
  } catch {
    return printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  }
}

/** The same columns, and a row at least. */
function expectCsv(printed: string, shown: string): void {
  const [[header, ...rows], [shownHeader]] = [printed, shown].map((text) => text.split(/\r?\n/)) as [
    string[],
    string[],
  ];
  expect(header).toBe(shownHeader);
  expect(rows.filter((row) => row !== '')).not.toEqual([]);
}
