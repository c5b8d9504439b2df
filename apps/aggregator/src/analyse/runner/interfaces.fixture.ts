import type { AnalysedHost, AnalysedInterface } from '../../store/patterns/analysed-hosts.js';

let made = 0;

/** An interface of a host, of which nothing is told but what is given. */
export function interfaceOf(key: string, more: Partial<AnalysedInterface> = {}): AnalysedInterface {
  made += 1;
  return {
    ...{ seriesId: made, hostId: 1, netId: `net-${made}`, key, name: key.slice(key.indexOf('/') + 1), class: null },
    ...{ isUplink: false, networkId: null, namespace: null, master: null, speedBitsPerSecond: null, isSpeedSet: false },
    ...more,
  };
}

/** A host with an uplink, and the containers shop and db on the network app. */
export function webHost(): AnalysedHost & {
  readonly tree: Record<'uplink' | 'bridge' | 'shop' | 'db', AnalysedInterface>;
} {
  const tree = {
    uplink: interfaceOf('host/eth0', { class: 'uplink', isUplink: true, speedBitsPerSecond: 1e9 }),
    bridge: interfaceOf('host/br-app', { class: 'bridge', networkId: 'app-id' }),
    shop: interfaceOf('11/eth0', { class: 'container', networkId: 'app-id', namespace: '11' }),
    db: interfaceOf('12/eth0', { class: 'container', networkId: 'app-id', namespace: '12' }),
  };
  return {
    ...{ hostId: 1, id: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'web-3', firstMs: 0, revision: '1', tree },
    interfaces: Object.values(tree),
    containers: [
      { hostId: 1, id: 'shop-id', name: 'shop', namespace: '11' },
      { hostId: 1, id: 'db-id', name: 'db', namespace: '12' },
    ],
    networks: [{ hostId: 1, id: 'app-id', name: 'app', bridge: 'host/br-app' }],
  };
}
