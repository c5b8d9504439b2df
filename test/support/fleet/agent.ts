import { fileURLToPath } from 'node:url';
import type { FleetContainer, FleetHost } from './host.js';
import { AGENT_MAIN, AGENT_STATE } from './image.js';

/** The agent of a host and what stands between it and the Docker socket, each in a container. */
export interface FleetAgent {
  readonly agent: FleetContainer;
  readonly proxy: FleetContainer;
}

export const AGENT_IMAGE = 'weir-agent';
export const PROXY_IMAGE = 'haproxy';
export const AGENT_NETWORK = 'weir';

const PROXY_CONFIG = fileURLToPath(new URL('../../../deploy/docker/socket-proxy.cfg', import.meta.url));
export const PROXY_PORT = 2375;
const CONFINED = { CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'], ReadonlyRootfs: true };

/** Runs the agent as people should: no user, no capability, nothing writable but its spool, no Docker socket. */
export async function startFleetAgent(host: FleetHost, natsUrl: string): Promise<FleetAgent> {
  await host.client.createNetwork({ Name: AGENT_NETWORK, Driver: 'bridge' });
  const proxy = await startProxy(host);
  const agent = await host.run({
    name: 'weir-agent',
    Image: AGENT_IMAGE,
    User: '65534:65534',
    Cmd: [process.execPath, AGENT_MAIN],
    Env: [
      `WEIR_NATS_URL=${natsUrl}`,
      'WEIR_PROC_ROOT=/host/proc',
      'WEIR_SYS_ROOT=/host/sys',
      `DOCKER_HOST=tcp://socket-proxy:${PROXY_PORT}`,
      // Several hosts share this machine's /proc.
      `WEIR_HOST_PID=${host.pid}`,
      `WEIR_CGROUP_PREFIX=${host.cgroup}`,
    ],
    HostConfig: {
      ...CONFINED,
      NetworkMode: AGENT_NETWORK,
      Binds: ['/proc:/host/proc:ro', `${host.sysRoot}:/host/sys:ro`, `weir-spool:${AGENT_STATE}`],
      // A prefix of cgroups is written as the host sees them.
      CgroupnsMode: 'host',
    },
  });
  return { agent, proxy };
}

/** As root, to whom the socket belongs, but without a capability. */
function startProxy(host: FleetHost): Promise<FleetContainer> {
  const config = '/etc/haproxy.cfg';
  return host.run({
    name: 'socket-proxy',
    Image: PROXY_IMAGE,
    Cmd: ['/usr/sbin/haproxy', '-db', '-f', config],
    Env: [`WEIR_PROXY_BIND=:${PROXY_PORT}`],
    HostConfig: {
      ...CONFINED,
      NetworkMode: AGENT_NETWORK,
      Binds: [`${PROXY_CONFIG}:${config}:ro`, `${host.socket}:/var/run/docker.sock`],
    },
  });
}
