import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type Lab, startLab } from '../support/fleet/lab.js';
import type { PublishedHost } from '../support/fleet/published.js';
import { describeIf, fleet } from '../support/requirements.js';
import { expectedContainers, expectedInterfaces, expectedNetworks, namespaceKey, namespaceOwners } from './expected.js';
import { type HostScene, play } from './scene.js';

const SIZE = Number(process.env['WEIR_FLEET_HOSTS'] ?? 2);
const NUMBERS = Array.from({ length: SIZE }, (_, index) => index + 1);

describeIf(fleet, `a fleet of ${SIZE} Docker hosts`, () => {
  let lab: Lab;
  let scenes: readonly HostScene[];

  beforeAll(async () => {
    lab = await startLab(SIZE);
   
    scenes = await play(lab);
   
  }, 120_000);

  describe.each(NUMBERS)('host h%i', (number) => {
    const host = () => lab.hosts[number - 1]!;
    const agent = () => lab.agents[number - 1]!;
    const scene = () => scenes[number - 1]!;
    const published = (): PublishedHost => lab.published.named(host().name);
    const inventory = () => published().inventory!;

    it('goes by its own name, and Docker gives names', async () => {
      await eventually('its inventory says so', () => {
        expect(inventory().agent).toMatchObject({ docker: 'connected', intervalMs: 1_000 });
      });
    });

    it('names every container with its project, stack and service, and groups those that share a network', async () => {
      await eventually('all are listed', () => {
        const listed = inventory().containers.map(({ id, name, stack, service, hostNetwork, namespace }) => [
          id,
          { name, stack, service, hostNetwork, namespace },
        ]);
        expect(Object.fromEntries(listed)).toEqual(expectedContainers(scene(), agent()));
      });
    });

    it('gives every interface of every container the name of its network', async () => {
      await eventually('all are attributed', async () => {
        const nameOf = new Map(inventory().networks.map(({ id, name }) => [id, name]));
        for (const container of namespaceOwners(scene(), agent())) {
          const own = inventory().interfaces.filter(({ key }) => key.startsWith(`${namespaceKey(container)}/`));
          const named = own.map(({ name, network }) => [name, network && (nameOf.get(network) ?? network)]);
          expect([container.name, Object.fromEntries(named)]).toEqual([
            container.name,
            await expectedNetworks(container),
          ]);
        }
      });
    });

    it('knows class, MAC, MTU and master of each of its own interfaces', async () => {
      await eventually('all are listed', async () => {
        const own = inventory().interfaces.filter(({ key }) => key.startsWith('host/'));
        const listed = own.map((each) => {
          const { mac, mtu, master, uplink } = each;
          return [each.name, { mac, mtu, master, class: each.class, uplink }];
        });
        expect(Object.fromEntries(listed)).toEqual(await expectedInterfaces(host().pid));
      });
    });

    it('names every network, and the bridge of each that has one', async () => {
      const engine = (await host().client.listNetworks()).filter(({ Driver }) => !/^(host|null)$/.test(Driver));
      await eventually('all are listed', () => {
        const listed = inventory().networks.map(({ name, driver }) => [name, driver]);
        expect(Object.fromEntries(listed)).toEqual(
          Object.fromEntries(engine.map(({ Name, Driver }) => [Name, Driver])),
        );
      });
      const bridges = inventory().interfaces.filter((each) => each.class === 'bridge');
      expect(
        inventory()
          .networks.flatMap(({ bridge }) => bridge ?? [])
          .sort(),
      ).toEqual(bridges.map(({ key }) => key).sort());
    });
  });
});
