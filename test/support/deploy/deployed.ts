import { expect } from '@jest/globals';
import { eventually } from '../eventually.js';
import type { Machine } from './machine.js';

/** Names of the networks that containers are on, by host and service, or container where it is of none. */
export type Told = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A weir that was deployed, by its published port. */
export interface Deployed {
  get(path: string): Promise<string>;
  /** Asks GraphQL. */
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Makes the first admin by the link that a command finds in the log, and asks by an API token of theirs from then on. */
  setUp(command: string): Promise<void>;
  /** The header by which it asks. */
  credential(): string;
  /** Waits until these hosts are told, each once and no other, and of these services the networks. */
  tells(expected: Told): Promise<void>;
  /** What a container has received since a time, in bytes. */
  received(container: string, since: Date): Promise<number>;
}

const TOLD_WITHIN_MS = 60_000;
const HOUR_MS = 3_600_000;
const PASSWORD = 'correct horse battery staple';

const HOSTS = `{ hosts { nodes { name containers { name service interfaces { network { name } } } } } }`;
interface Hosts {
  readonly hosts: {
    readonly nodes: readonly {
      readonly name: string;
      readonly containers: readonly {
        readonly name: string;
        readonly service: string | null;
        readonly interfaces: readonly { readonly network: { readonly name: string } | null }[];
      }[];
    }[];
  };
}

/** Asks on the machine itself, at the address that the documents name. */
export function deployedOn(machine: Machine, url: string, known = 'accept: application/json'): Deployed {
  let credential = known;
  const graphql = async <T>(query: string, variables: Record<string, unknown> = {}): Promise<T> => {
    const BODY = JSON.stringify({ query, variables });
    const text = await machine.sh(
      `curl -sk -H 'content-type: application/json' -H '${credential}' -d "$BODY" ${url}/graphql`,
      { BODY },
    );
    const { data, errors } = JSON.parse(text) as { data?: T; errors?: unknown };
    if (!data) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
    return data;
  };
  return {
    get: (path) => machine.sh(`curl -skf ${url}${path}`),
    ask: graphql,
    credential: () => credential,
    setUp: async (command) => {
      const log = await eventually('a link is in the log', () => machine.sh(`${command} | grep 'setup#'`));
      const [, token] = /\/setup#([\w-]+)/.exec(log) ?? [];
      const BODY = JSON.stringify({ token, name: 'admin', password: PASSWORD });
      const send = `curl -sk -D - -o /dev/null -H 'content-type: application/json' -d "$BODY"`;
      const headers = await machine.sh(`${send} ${url}/auth/setup`, { BODY });
      const [, cookie] = /^set-cookie: ([^;]+)/im.exec(headers) ?? [];
      if (!cookie) throw new Error(`no session: ${headers}`);
      credential = `cookie: ${cookie}`;
      const input = { name: 'a test', role: 'ADMIN', expiresAt: new Date(Date.now() + HOUR_MS) };
      const { createToken } = await graphql<{ createToken: { secret: string } }>(
        'mutation ($input: CreateTokenInput!) { createToken(input: $input) { secret } }',
        { input },
      );
      credential = `authorization: Bearer ${createToken.secret}`;
    },
    tells: (expected) =>
      eventually(
        'all hosts are told',
        async () => {
          const told = await graphql<Hosts>(HOSTS);
          expect(told.hosts.nodes.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
          expect(toldOf(told)).toMatchObject(expected);
        },
        TOLD_WITHIN_MS,
      ),
    received: async (container, since) => {
      const input = { filter: { container: { eq: container } }, from: since, to: new Date(), counters: ['RX_BYTES'] };
      const { totals } = await graphql<{ totals: { groups: { counters: { total: string }[] }[] } }>(
        'query ($input: TotalsInput!) { totals(input: $input) { groups { counters { total } } } }',
        { input },
      );
      return totals.groups.reduce((sum, { counters }) => sum + Number(counters[0]?.total), 0);
    },
  };
}

function toldOf({ hosts }: Hosts): Told {
  return Object.fromEntries(
    hosts.nodes.map(({ name, containers }) => [
      name,
      Object.fromEntries(containers.map((each) => [each.service ?? each.name, networksOf(each.interfaces)])),
    ]),
  );
}

function networksOf(interfaces: readonly { readonly network: { readonly name: string } | null }[]): string[] {
  return interfaces.flatMap(({ network }) => network?.name ?? []).sort();
}
