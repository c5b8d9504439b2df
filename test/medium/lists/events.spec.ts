import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { askGraphql } from '../../support/graphql.js';
import { FLEET_IDS, type FleetApi, startFleetApi } from '../../support/inventory.js';
import { askPages } from '../../support/list.js';
import { describeIf, natsServer } from '../../support/requirements.js';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const iso = (seconds: number): string => new Date(NOON + seconds * 1_000).toISOString();

describeIf(natsServer, 'events', () => {
  let fleet: FleetApi;

  beforeAll(async () => {
    fleet = await startFleetApi(2);
    const [one = 0, two = 0] = fleet.hostIds;
    const subject = async (hostId: number, name: string): Promise<string> =>
      String(
        (await fleet.seed.query('SELECT id FROM container WHERE host_id = $1 AND name = $2', [hostId, name]))[0]?.[
          'id'
        ],
      );
    const key = async (hostId: number): Promise<string> =>
      String(
        (await fleet.seed.query(`SELECT key FROM series WHERE host_id = $1 AND key LIKE 'web%'`, [hostId]))[0]?.['key'],
      );
    const events: readonly (readonly [number, number, string, string, string])[] = [
      [one, 0, 'host.clock-wrong', FLEET_IDS[0]!, 'The clock is off'],
      [one, 10, 'container.started', await subject(one, 'web'), 'web was started'],
      // Both at one moment, which must not hide either of them between two pages.
      [one, 20, 'interface.mtu', 'host/eth0', 'The MTU is 9000 now'],
      [two, 20, 'interface.mtu', 'host/eth0', 'The MTU is 1500 now'],
      [two, 20, 'interface.mtu_', 'host/eth0', 'Another kind'],
      [two, 30, 'interface.added', await key(two), 'eth0 is there'],
      [two, 40, 'network.removed', 'back', 'back is gone'],
    ];
    for (const [hostId, seconds, kind, about, text] of events) {
      await fleet.seed.query(`INSERT INTO event VALUES ($1, $2, $3, $4, 'before', NULL, $5)`, [
        ...[hostId, iso(seconds), kind, about, text],
      ]);
    }
    // What an event tells of may be gone since.
    await fleet.seed.query('UPDATE network SET gone_at = now()');
  });

  afterAll(() => fleet?.seed.end());

  const textsOf = async (args: string, first = 500): Promise<string[]> => {
    const asked = {
      list: 'events',
      args: args === '' ? '' : `${args},`,
      fields: 'text at hostId host { name } kind before after',
    };
    const pages = await askPages<{ text: string }>(fleet.url, asked, first);
    return pages.flatMap(({ nodes }) => nodes.map(({ text }) => text));
  };
  const ALL = [
    ...['back is gone', 'eth0 is there', 'Another kind', 'The MTU is 1500 now', 'The MTU is 9000 now'],
    ...['web was started', 'The clock is off'],
  ];

  it('come newest first, in pages too', async () => {
    expect(await textsOf('')).toEqual(ALL);
    expect(await textsOf('', 1)).toEqual(ALL);
    expect(await textsOf('', 3)).toEqual(ALL);
  });

  it.each([
    [`kinds: ["interface.mtu"]`, ['The MTU is 1500 now', 'The MTU is 9000 now']],
    [`kinds: ["interface.*", "host.clock-wrong"]`, [...ALL.slice(1, 5), 'The clock is off']],
    [`kinds: []`, []],
    [`kinds: ["%"]`, []],
    [`from: "${iso(20)}", to: "${iso(40)}"`, ALL.slice(1, 5)],
    [`filter: { host: { eq: "host-01" } }`, ALL.slice(4)],
    [`filter: { text: "mtu is" }`, ['The MTU is 1500 now', 'The MTU is 9000 now']],
    // Of what changed: the container, and the interface in its namespace.
    [`filter: { container: { eq: "web" } }`, ['eth0 is there', 'web was started']],
    [`filter: { uplink: true, host: { eq: "host-02" } }`, ['Another kind', 'The MTU is 1500 now']],
    [`filter: { network: { eq: "back" } }`, ['back is gone']],
    [`filter: { network: { eq: "front" } }`, ['eth0 is there', 'web was started']],
    // What is of no stack stays.
    [`filter: { stack: { ne: "shop" } }`, [...ALL.slice(2, 5), 'The clock is off']],
  ])('are found by %s', async (args, expected) => {
    expect(await textsOf(args)).toEqual(expected);
  });

  it('refuse a range that ends before it begins, or lies outside of time', async () => {
    const errorOf = async (args: string): Promise<unknown> =>
      (await askGraphql(fleet.url, `{ events(${args}) { totalCount } }`)).errors?.[0]?.extensions?.field;
    expect(await errorOf(`from: "${iso(1)}", to: "${iso(0)}"`)).toBe('from');
    expect(await errorOf('to: "0000-01-01T00:00:00Z"')).toBe('to');
    expect(await errorOf('kinds: ["\\u0000"]')).toBe('kinds');
  });
});
