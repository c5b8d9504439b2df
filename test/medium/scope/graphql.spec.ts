import { beforeAll, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { eventually } from '../../support/eventually.js';
import { fieldsOf, halved, type Operation, operationsOf, reachable, textOf } from '../../support/scope/operations.js';
import { questionsOf } from '../../support/scope/questions.js';
import {
  type Answer,
  type Authorization,
  HIDDEN,
  HIDDEN_MARKER,
  OWN_MARKER,
  type ScopedFleet,
  startScopedFleet,
} from '../../support/scope/scoped-fleet.js';
import { describeIf, natsServer } from '../../support/requirements.js';

/** What says nothing of any host, or of all hosts together; and, so, nothing of either of the two. */
const NAMELESS = [
  ...[
    'alertFigures',
    'alertSummary',
    'analysis',
    'baseline',
    'beforeAndAfter',
    'channelKinds',
    'changeKinds',
    'fleetRates',
    'forecast',
    'me',
  ],
  ...[
    'patternHours',
    'percentile',
    'storage',
    'trend',
    'correlation',
    'users',
    'audit',
    'sessions',
    'joinTokens',
    'enrolments',
  ],
];
/** What cannot be cut, and is refused or empty for who sees some hosts alone. */
const OF_THE_FLEET = ['alertRulesYaml', 'channels', 'deliveries', 'maintenanceWindows', 'silences', 'system'];

/** How many steps from the root it goes: a list, its entries, what they have, and what that has. */
const DEEPEST = 4;
const SHALLOW = 3;

describeIf(natsServer, 'all of GraphQL, asked by who sees one of two hosts', () => {
  let fleet: ScopedFleet;
  let schema: GraphQLSchema;
  let questions: ReturnType<typeof questionsOf>;
  const asked = new Set<string>();

  beforeAll(async () => {
    fleet = await startScopedFleet();
    const { data } = await fleet.ask(getIntrospectionQuery());
    schema = buildClientSchema(data as unknown as IntrospectionQuery);
    questions = questionsOf(fleet);
  }, 120_000);

  const rootNames = (): string[] => Object.keys(schema.getQueryType()?.getFields() ?? {});
  /** The answers to an operation; to its halves, where it costs too much. Far down nothing is halved: it is asked for from another field. */
  const answersTo = async (operation: Operation, by?: Authorization): Promise<Answer[]> => {
    const answer = await fleet.ask(textOf('query', operation), by);
    const isTooDear = answer.errors?.some(({ extensions }) => extensions?.code === 'TOO_EXPENSIVE') ?? false;
    if (isTooDear) {
      const halves = operation.path.length <= SHALLOW ? (halved(operation) ?? []) : [];
      return (await Promise.all(halves.map((half) => answersTo(half, by)))).flat();
    }
    if (by) for (const each of fieldsOf(operation)) asked.add(each);
    return [answer];
  };
  const answersOf = async (name: string, by?: Authorization): Promise<Answer[]> => {
    const field = schema.getQueryType()?.getFields()[name];
    if (!field) throw new Error(`Query has no field ${name}`);
    const operations = (questions[name] ?? []).flatMap((given, place) =>
      operationsOf(field, given, place === 0 ? DEEPEST : SHALLOW),
    );
    const answers: Answer[] = [];
    for (const operation of operations) answers.push(...(await answersTo(operation, by)));
    return answers;
  };
  const joined = (answers: readonly Answer[]): string => answers.map(({ text }) => text).join('\n');

  it('asks each field of Query: one that is new must be given its arguments in questions.ts', () => {
    expect(Object.keys(questions).sort()).toEqual(rootNames().sort());
  });

  it('tells nothing of the other host, anywhere, and all of the own', async () => {
    // Rules look at whole minutes, of which one must be stored.
    const previewed = async (): Promise<void> => {
      const text = joined(await answersOf('previewAlertRule'));
      expect(text).toMatch(HIDDEN);
      expect(text).toContain(OWN_MARKER);
    };
    await eventually('rules are tried on what both hosts told', previewed, 120_000);
    const [leaks, broken, missing, nowhere]: string[][] = [[], [], [], []];
    for (const name of rootNames()) {
      const all = await answersOf(name);
      const own = await answersOf(name, fleet.viewer);
      for (const { text, errors = [] } of own) {
        // The head of a report repeats the filter that was asked for.
        const told = text.replaceAll(`a name holds “${HIDDEN_MARKER}”`, '');
        if (HIDDEN.test(told)) leaks?.push(`${name}: ${text.slice(0, 2_000)}`);
        const failed = errors.filter(
          ({ extensions }) =>
            extensions?.code === 'INTERNAL_SERVER_ERROR' || extensions?.code === 'GRAPHQL_VALIDATION_FAILED',
        );
        if (failed.length > 0) broken?.push(`${name}: ${JSON.stringify(failed).slice(0, 500)}`);
      }
      // The walk would find it, were it told.
      if (!HIDDEN.test(joined(all)) && !NAMELESS.includes(name))
        nowhere?.push(`${name}: ${joined(all).slice(0, 1_000)}`);
      const isTold = [...NAMELESS, ...OF_THE_FLEET].includes(name) || joined(own).includes(OWN_MARKER);
      if (!isTold) missing?.push(`${name}: ${joined(own).slice(0, 1_000)}`);
    }
    expect({ leaks, broken, missing, nowhere }).toEqual({ leaks: [], broken: [], missing: [], nowhere: [] });
  }, 420_000);

  it('has asked every field of every type', () => {
    const query = schema.getQueryType();
    if (!query) throw new Error('there is nothing to be asked');
    expect([...reachable([query])].filter((field) => !asked.has(field))).toEqual([]);
  });
});
