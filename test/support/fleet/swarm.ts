import { eventually } from '../eventually.js';
import type { FleetContainer, FleetHost } from './host.js';

/** Makes one Swarm of all hosts; the first is its manager. */
export async function formSwarm(hosts: readonly FleetHost[]): Promise<void> {
  const [manager, ...workers] = hosts as [FleetHost, ...FleetHost[]];
  const listening = ({ address }: FleetHost): object => ({ ListenAddr: `${address}:2377`, AdvertiseAddr: address });
  await manager.client.swarmInit(listening(manager));
  const { JoinTokens } = (await manager.client.swarmInspect()) as { JoinTokens: { Worker: string } };
  const join = { RemoteAddrs: [`${manager.address}:2377`], JoinToken: JoinTokens.Worker };
  await Promise.all(workers.map((worker) => worker.client.swarmJoin({ ...listening(worker), ...join })));
}

/** A service as `docker stack deploy` makes it: one task on each host. */
export interface StackService {
  readonly stack: string;
  readonly service: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly network: string;
  readonly publishedPort: number;
}

/** Deploys a service and waits until each host runs its task; answers the tasks' containers, by host. */
export async function deploy(hosts: readonly FleetHost[], options: StackService): Promise<FleetContainer[]> {
  const [manager] = hosts as [FleetHost, ...FleetHost[]];
  const labels = { 'com.docker.stack.namespace': options.stack };
  await manager.client.createNetwork({ Name: options.network, Driver: 'overlay', Attachable: true, Labels: labels });
  await manager.client.createService({
    Name: `${options.stack}_${options.service}`,
    Labels: labels,
    TaskTemplate: {
      ContainerSpec: { Image: options.image, Command: [...options.command], Labels: labels },
      Networks: [{ Target: options.network }],
      Placement: { MaxReplicas: 1 },
    },
    Mode: { Replicated: { Replicas: hosts.length } },
    EndpointSpec: {
      Ports: [{ Protocol: 'tcp', TargetPort: options.publishedPort, PublishedPort: options.publishedPort }],
    },
  });
  return Promise.all(hosts.map((host) => taskOf(host, `${options.stack}_${options.service}`)));
}

function taskOf(host: FleetHost, service: string): Promise<FleetContainer> {
  return eventually(
    `${host.name} runs a task of ${service}`,
    async () => {
      const filters = { label: [`com.docker.swarm.service.name=${service}`] };
      const [task] = await host.client.listContainers({ filters });
      if (!task) throw new Error('none is listed');
      const { Id, Name, State } = await host.client.getContainer(task.Id).inspect();
      return { id: Id, name: Name.slice(1), host, pid: State.Pid };
    },
    40_000,
  );
}
