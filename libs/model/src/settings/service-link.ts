import type { Environment } from './setting.js';

const HOST_OF_SERVICE = /^(WEIR(?:_\w+)?)_SERVICE_HOST$/;
/** What Kubernetes tells of a service, behind its name: WEIR_NATS_SERVICE_HOST, WEIR_NATS_PORT_4222_TCP_ADDR. */
const OF_SERVICE = /^_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;
const ADDRESS_OF_SERVICE = /^(?:tcp|udp|sctp):\/\//;

/**
 * Whether Kubernetes set a variable for a service that is named after weir: a service `weir-http` sets WEIR_HTTP_PORT to
 * `tcp://10.0.0.1:80`, where nobody set the setting of that name.
 */
export function isServiceLink(name: string, environment: Environment): boolean {
  return Object.keys(environment)
    .flatMap((key) => HOST_OF_SERVICE.exec(key)?.[1] ?? [])
    .some((service) => {
      if (!name.startsWith(service) || !OF_SERVICE.test(name.slice(service.length))) return false;
      return name !== `${service}_PORT` || ADDRESS_OF_SERVICE.test(environment[name] ?? '');
    });
}
