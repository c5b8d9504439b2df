import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confinementOf, healthOf, sendToSink, startSink } from '../support/deploy/container.js';
import { print } from 'graphql';
import { OVERVIEW_FLEET } from '../../apps/dashboard/src/api/operations/overview.js';
import { type Deployed, deployedOn } from '../support/deploy/deployed.js';
import { GATHERED_IMAGE, importImages, shareImages, STAND_INS } from '../support/deploy/images.js';
import { type Machine, startMachine } from '../support/deploy/machine.js';
import { readBlocks } from '../support/docs/blocks.js';
import { eventually } from '../support/eventually.js';
import { layWire } from '../support/fleet/wire.js';
import { stopLater } from '../support/reaper.js';
import { debian13, describeIf, fleet, openssl } from '../support/requirements.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
type Six = [string, string, string, string, string, string];
const SIZE = 3;
/** Machines that join later on. */
const MORE = 2;
const MIB = 1_048_576;
const READY_WITHIN_MS = 120_000;
/** Agents are asked every 30 s. */
const HEALTHY_WITHIN_MS = 90_000;
const CONFINED = { user: '65534', capabilities: '0000000000000000', noNewPrivileges: true, readOnlyRoot: true };
/** What a host that joins, and one that is put out, may take. */
const JOINED_WITHIN_MS = 15_000;
const CUT_OFF_WITHIN_MS = 5_000;
/** As curl says it. */
const CANNOT_CONNECT = 7;
const SINK_IMAGE = STAND_INS.WEIR_NATS_IMAGE;

/** The commands of a page, as they stand there. */
const commandsOf = (page: string, called = 'sh'): string[] =>
  readBlocks(readFileSync(`${ROOT}/${page}`, 'utf8'))
    .filter(({ info }) => info === called)
    .map(({ text }) => text);
const ofScale = (name: string): string => commandsOf('docs/scale.md', `sh ${name}`).join('\n');

/** Waits until the command of a README succeeds; what runs on the machine is told where it does not. */
const answersOn = (machine: Machine, command: string): Promise<string> =>
  eventually(
    'weir is ready',
    () =>
      machine.sh(command).catch(async () => {
        throw new Error(await machine.sh(`docker ps -a --format '{{.Names}} {{.Status}}'`));
      }),
    READY_WITHIN_MS,
  );

describeIf([...fleet, ...debian13, openssl], 'weir on real Docker hosts, by its documents', () => {
  let machines: readonly [Machine, Machine, Machine];
  let more: readonly [Machine, Machine];
  let weir: Deployed;

  beforeAll(async () => {
    const wire = layWire();
    stopLater(async () => wire.remove());
    const numbers = Array.from({ length: SIZE + MORE }, (_, index) => index + 1);
    const started = await Promise.all(numbers.map((number) => startMachine(wire, number)));
    machines = started.slice(0, SIZE) as [Machine, Machine, Machine];
    more = started.slice(SIZE) as [Machine, Machine];
    const [first, ...others] = machines;
    await importImages(first);
    await first.sh(`docker compose -f deploy/compose/weir.yml build --build-arg BUILT=${GATHERED_IMAGE}`, STAND_INS);
    const { WEIR_SOCKET_PROXY_IMAGE: proxy } = STAND_INS;
    await shareImages(first, others, ['weir-agent:0.1.0', 'weir-aggregator:0.1.0', proxy, SINK_IMAGE]);
    await shareImages(first, more, ['weir-agent:0.1.0']);
  }, 240_000);

  /** What a container received of so many MiB that were sent to it since. */
  const counts = async (machine: Machine, sink: string, mebibytes: number): Promise<void> => {
    const since = new Date(Date.now() - 1_000);
    await sendToSink(machine, sink, mebibytes * MIB);
    await eventually('it is counted', async () => {
      const received = await weir.received(sink, since);
      expect(received).toBeGreaterThan(mebibytes * MIB);
      // Headers take a twentieth.
      expect(received).toBeLessThan(1.1 * mebibytes * MIB);
    });
  };

  describe('Compose', () => {
    const [up, ready, link, moreHosts, renew, doctor] = commandsOf('deploy/compose/README.md') as Six;
    const ownNetworks = { agent: ['weir_default'], aggregator: ['weir_data', 'weir_default'], database: ['weir_data'] };

    beforeAll(async () => {
      const [first] = machines;
      await startSink(first, SINK_IMAGE, 'web');
      await first.sh(up, STAND_INS);
      await answersOn(first, ready);
      weir = deployedOn(first, 'https://127.0.0.1:8080');
      await weir.setUp(link);
    }, 2 * READY_WITHIN_MS);

    afterAll(async () => {
      await machines[0].sh('docker compose -f deploy/compose/weir.yml down --volumes', STAND_INS);
      await machines[1].sh('docker compose -f deploy/compose/agent.yml down', STAND_INS);
      for (const machine of [machines[2], ...more]) await machine.sh('docker rm -f weir-agent');
    });

    it('serves the dashboard at the published port, to this host alone', async () => {
      const [{ sh, address }] = machines;
      expect(await weir.get('/')).toContain('<div id="app">');
      await expect(sh(`curl -sf http://${address}:8080/readyz`)).rejects.toMatchObject({ code: CANNOT_CONNECT });
    });

    it('tells the host, its containers by name, and their networks', () =>
      weir.tells({ m1: { ...ownNetworks, nats: ['weir_default'], 'socket-proxy': [], web: ['bridge'] } }));

    it('counts what a container receives', () => counts(machines[0], 'web', 5));

    it.each(['agent', 'aggregator'])(
      'runs the %s without a privilege, on a root that is read-only',
      async (service) => {
        expect(await confinementOf(machines[0], service)).toEqual(CONFINED);
      },
    );

    it('is well, as Docker is told', () =>
      eventually(
        'all checks have passed',
        async () => {
          const healthy = { agent: 'healthy', aggregator: 'healthy', database: 'healthy', nats: 'healthy' };
          expect(await healthOf(machines[0])).toEqual(healthy);
        },
        HEALTHY_WITHIN_MS,
      ));

    it('finds nothing that is wrong', async () => {
      const found = await machines[0].sh(doctor);
      expect(found).toContain('✓');
      expect(found).not.toContain('✗');
    });

    it('is renewed, the aggregator first', async () => {
      const [building, ...rest] = renew.split('\n');
      expect(building).toMatch(/ build$/);
      await machines[0].sh(rest.join('\n'), STAND_INS);
      await answersOn(machines[0], ready);
    });

    /** The line of a new join token, as whoever opens the dashboard by this host's address is told it. */
    const joinLine = async (way: string): Promise<string> => {
      const open = deployedOn(machines[0], `https://${machines[0].address}:8080`, weir.credential());
      const { createJoinToken } = await open.ask<{ createJoinToken: { commands: { way: string; command: string }[] } }>(
        'mutation { createJoinToken { commands { way command } } }',
      );
      return createJoinToken.commands.find((each) => each.way.startsWith(way))?.command ?? `no line for ${way}`;
    };
    const enrolled = async (): Promise<{ hostId: string; hostName: string; state: string }[]> =>
      (
        await weir.ask<{ enrolments: { hostId: string; hostName: string; state: string }[] }>(
          '{ enrolments { hostId hostName state } }',
        )
      ).enrolments;

    it('takes in another host by one line, and is the same host to itself', async () => {
      const [first, second] = machines;
      await first.sh(moreHosts, { ...STAND_INS, WEIR_ADDRESS: first.address, WEIR_HTTP_HOST: '0.0.0.0' });
      await answersOn(first, ready);
      await second.sh(await joinLine('Docker Compose'), STAND_INS);
      await answersOn(first, ready);
      await weir.tells({ m1: ownNetworks, m2: { agent: ['weir-agent_default'], 'socket-proxy': [] } });
    });

    /** What the overview asks first. */
    const overview = async (): Promise<{ totalCount: number; silent: number }> => {
      const asked = { filter: null, silent: { hostStates: ['SILENT'] } };
      const { hosts, silent } = await weir.ask<Record<'hosts' | 'silent', { totalCount: number }>>(
        print(OVERVIEW_FLEET),
        asked,
      );
      return { totalCount: hosts.totalCount, silent: silent.totalCount };
    };
    /** Connections of a host's agent, as NATS itself tells them: why each was closed, or that it is open. */
    const connectionsOf = async (hostId: string): Promise<string[]> => {
      const told = await machines[0].sh(
        `docker compose -f deploy/compose/weir.yml exec -T nats wget -q -O - 'http://127.0.0.1:8222/connz?auth=1&state=all'`,
      );
      const { connections } = JSON.parse(told) as { connections: { name_tag?: string; reason?: string }[] };
      return connections.flatMap(({ name_tag, reason }) => (name_tag === `agent ${hostId}` ? [reason ?? 'open'] : []));
    };

    it('has three hosts joined by the line, and a fourth on the overview within 15 s', async () => {
      const [, , third] = machines;
      for (const machine of [third, more[0]]) await machine.sh(await joinLine('Docker'));
      await eventually('they are there', async () => expect(await overview()).toEqual({ totalCount: 4, silent: 0 }));
      const line = await joinLine('Docker');
      const joinedFromMs = Date.now();
      await more[1].sh(line);
      await eventually('the fourth is there', async () => expect((await overview()).totalCount).toBe(5));
      expect(Date.now() - joinedFromMs).toBeLessThan(JOINED_WITHIN_MS);
      const { hosts } = await weir.ask<{ hosts: { nodes: { name: string }[] } }>('{ hosts { nodes { name } } }');
      expect(hosts.nodes.map(({ name }) => name).sort()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
      expect((await enrolled()).map(({ hostName, state }) => `${hostName} ${state}`).sort()).toEqual(
        ['m1', 'm2', 'm3', 'm4', 'm5'].map((name) => `${name} ACTIVE`),
      );
    });

    it('cuts off a host that is revoked within 5 s, as NATS itself tells', async () => {
      const { hostId } = (await enrolled()).find(({ hostName }) => hostName === 'm5') ?? { hostId: 'none' };
      expect(await connectionsOf(hostId)).toContain('open');
      await weir.ask('mutation ($id: ID!) { revokeEnrolment(hostId: $id) }', { id: hostId });
      await eventually(
        'NATS has no connection of it',
        async () => {
          const told = await connectionsOf(hostId);
          expect(told).toContain('Credentials Revoked');
          expect(told).not.toContain('open');
        },
        CUT_OFF_WITHIN_MS,
      );
      await eventually('its log says so', async () =>
        expect(await more[1].sh('docker logs weir-agent 2>&1')).toContain('this host was revoked'),
      );
      expect((await enrolled()).map(({ hostName, state }) => `${hostName} ${state}`).sort()).toEqual([
        ...['m1 ACTIVE', 'm2 ACTIVE', 'm3 ACTIVE', 'm4 ACTIVE', 'm5 REVOKED'],
      ]);
    });

    it(
      'comes back from its back-up on a host without volumes',
      async () => {
        const [{ sh }] = machines;
        await sh(ofScale('compose-back-up'), STAND_INS);
        await sh('docker compose -f deploy/compose/weir.yml down --volumes', STAND_INS);
        await sh(ofScale('compose-restore'), STAND_INS);
        await answersOn(machines[0], ready);
        // By which other hosts know it.
        await sh('mv ~/weir.secrets ~/weir.secrets.before');
        await sh(ofScale('compose-back-up'), STAND_INS);
        expect(await sh('cat ~/weir.secrets')).toMatch(/keys\.json[^]*self-signed\/cert\.pem/);
        await sh('cmp ~/weir.secrets ~/weir.secrets.before');
        await eventually('what was counted is there', async () =>
          expect(await weir.received('web', new Date(Date.now() - 600_000))).toBeGreaterThan(5 * MIB),
        );
      },
      READY_WITHIN_MS,
    );
  });

  describe('Swarm', () => {
    const [deploy, ready, link, renew] = commandsOf('deploy/swarm/README.md') as [string, string, string, string];

    beforeAll(async () => {
      const [first, ...others] = machines;
      const own = ({ address }: Machine): string => `--advertise-addr ${address} --listen-addr ${address}:2377`;
      await first.sh(`docker swarm init ${own(first)}`);
      const token = await first.sh('docker swarm join-token -q worker');
      await Promise.all(
        others.map((other) => other.sh(`docker swarm join ${own(other)} --token ${token} ${first.address}:2377`)),
      );
      await startSink(machines[2], SINK_IMAGE, 'far-web');
      await first.sh(deploy.replace('NODE', first.name), STAND_INS);
      await answersOn(first, ready);
      weir = deployedOn(first, 'https://127.0.0.1:8080');
      await weir.setUp(link);
    }, 2 * READY_WITHIN_MS);

    it('tells each node, its containers by name, and their networks', () => {
      const everywhere = { weir_agent: ['docker_gwbridge', 'weir_messages'], 'weir_socket-proxy': ['weir_nothing'] };
      return weir.tells({
        m1: { ...everywhere, weir_database: ['weir_data'], weir_nats: ['docker_gwbridge', 'weir_messages'] },
        m2: everywhere,
        m3: { ...everywhere, 'far-web': ['bridge'] },
      });
    });

    it('counts what a container of another node receives', () => counts(machines[2], 'far-web', 5));

    it('runs the agent without a privilege, on a root that is read-only', async () => {
      // Swarm cannot be told that nobody may gain any.
      const confined = { ...CONFINED, noNewPrivileges: false };
      for (const machine of machines) expect(await confinementOf(machine, 'weir_agent')).toEqual(confined);
    });

    it('has each node join, with credentials for itself alone', async () => {
      const { enrolments } = await weir.ask<{ enrolments: { hostName: string; state: string }[] }>(
        '{ enrolments { hostName state } }',
      );
      expect(enrolments.map(({ hostName, state }) => `${hostName} ${state}`).sort()).toEqual(
        machines.map(({ name }) => `${name} ACTIVE`),
      );
    });

    it('keeps its secrets in files, and dumps its database', async () => {
      const [{ sh }] = machines;
      expect(await sh('cat ~/weir/aggregator/keys')).toMatch(/^[A-Za-z0-9+/]{43}=$/);
      await sh(ofScale('swarm-back-up'));
      expect(await sh('head -c 5 ~/weir.dump')).toBe('PGDMP');
    });

    it('is deployed again where all is as it was', async () => {
      const [aggregators, all = ''] = renew.split('\n');
      // Which takes the two minutes that Swarm looks whether they stay well.
      expect(aggregators).toContain('docker service update --image');
      await machines[0].sh(all, STAND_INS);
    });

    it('runs each service where it should, and ends none', () =>
      eventually(
        'all are well',
        async () => {
          const services = await machines[0].sh(`docker service ls --format '{{.Name}} {{.Replicas}}'`);
          expect(services.split('\n').sort()).toEqual([
            'weir_agent 3/3',
            'weir_aggregator 1/1',
            'weir_database 1/1',
            'weir_nats 1/1',
            'weir_socket-proxy 3/3',
          ]);
          const tasks = await machines[0].sh(`docker stack ps weir --format '{{.DesiredState}}'`);
          expect(new Set(tasks.split('\n'))).toEqual(new Set(['Running']));
        },
        HEALTHY_WITHIN_MS,
      ));
  });
});
