import { describe, expect, it } from '@jest/globals';
import { refusal } from './render.js';

describe('a value that will not do is refused by its name', () => {
  it.each([
    ['agent.sate.path=/x', "at '/agent': additional properties 'sate' not allowed"],
    ['agnt.enabled=true', "additional properties 'agnt' not allowed"],
    ['agent.enabled=yes', "at '/agent/enabled': got string, want boolean"],
    [
      'agent.settings.WEIR_NATS_URL=nats://x',
      "at '/agent/settings': additional properties 'WEIR_NATS_URL' not allowed",
    ],
    ['agent.settings.WEIR_SPOOL_MBS=5', "additional properties 'WEIR_SPOOL_MBS' not allowed"],
    ['agent.settings.WEIR_SPOOL_MB=0', "at '/agent/settings/WEIR_SPOOL_MB': minimum: got 0, want 1"],
    ['agent.settings.WEIR_INTERVAL_MS=50', "at '/agent/settings/WEIR_INTERVAL_MS': minimum: got 50, want 1,000"],
    ['agent.settings.WEIR_LOG_LEVEL=loud', "at '/agent/settings/WEIR_LOG_LEVEL': 'loud' does not match pattern"],
    ['agent.state.path=var/lib', "at '/agent/state/path': 'var/lib' does not match pattern"],
    ['agent.state.path=/weir', "at '/agent/state/path': '/weir' does not match pattern"],
    ['agent.state.path=/etc/weir', "agent.state.path: /etc/weir is the system's"],
    ['agent.state.path=/var/lib', "agent.state.path: /var/lib is the system's"],
    ['agent.state.path=/var/lib/kubelet/weir', "agent.state.path: /var/lib/kubelet/weir is the system's"],
    ['agent.resources.requests.cpus=1', "at '/agent/resources/requests': additional properties 'cpus' not allowed"],
    ['agent.resources.limits.memory=lots', "at '/agent/resources/limits/memory': 'lots' does not match pattern"],
    [
      'agent.tolerations[0].operator=Exist',
      "at '/agent/tolerations/0/operator': value must be one of 'Exists', 'Equal'",
    ],
    ['agent.updateStrategy.type=Recreate', "at '/agent/updateStrategy/type': value must be one of"],
    ['aggregator.layout=split', "at '/aggregator/layout': value must be one of 'together', 'apart'"],
    ['aggregator.together.replicas=-1', "at '/aggregator/together/replicas': minimum: got -1, want 0"],
    [
      'aggregator.analyse.autoscaling.enabled=true',
      "at '/aggregator/analyse': additional properties 'autoscaling' not allowed",
    ],
    ['aggregator.analysePartitions=300', "at '/aggregator/analysePartitions': maximum: got 300, want 256"],
    ['aggregator.trustedProxies={everybody}', "at '/aggregator/trustedProxies/0': 'everybody' does not match pattern"],
    ['aggregator.corsOrigins={https://grafana.example/}', "at '/aggregator/corsOrigins/0'"],
    ['nats.replicas=2', "at '/nats/replicas': value must be one of 1, 3"],
    ['nats.storage.size=ten', "at '/nats/storage/size': 'ten' does not match pattern"],
    ['database.password=secret', "at '/database': additional properties 'password' not allowed"],
    ['service.port=80000', "at '/service/port': maximum: got 80,000, want 65,535"],
    ['publicUrl=weir.example', "at '/publicUrl': 'weir.example' does not match pattern"],
    ['serviceMonitor.interval=30', "at '/serviceMonitor/interval': got number, want string"],
    [
      'networkPolicy.httpFrom[0].namespace=x',
      "at '/networkPolicy/httpFrom/0': additional properties 'namespace' not allowed",
    ],
    ['agent.join.url=http://weir.example', "at '/agent/join/url': 'http://weir.example' does not match pattern"],
    ['agent.join.pin=sha256:00', "at '/agent/join/pin': 'sha256:00' does not match pattern"],
    [
      'aggregator.joinServiceAccounts={weir-agent}',
      "at '/aggregator/joinServiceAccounts/0': 'weir-agent' does not match",
    ],
    ['aggregator.settings.WEIR_NATS_KEYS_FILE=/x', "additional properties 'WEIR_NATS_KEYS_FILE' not allowed"],
    ['aggregator.enabled=false', 'nats.enabled: set it to false with aggregator.enabled=false'],
    ['aggregator.enabled=false,nats.enabled=false', 'agent.join.url: give the address of the aggregator'],
    ['aggregator.tls.plainHttp=true', 'publicUrl: give the https:// address that people reach the dashboard at'],
    [
      'aggregator.tls.plainHttp=true,aggregator.tls.existingSecret=tls',
      'aggregator.tls.plainHttp: set it to false to serve HTTPS',
    ],
    ['nats.enabled=false', 'nats.external.existingSecret: name the Secret with the addresses of your NATS'],
    ['database.enabled=false', 'database.external.existingSecret: name the Secret with the address of your database'],
    ['ingress.enabled=true', 'ingress.hosts: name at least one host'],
    ['httpRoute.enabled=true', 'httpRoute.parentRefs: name the Gateway'],
    ['httpRoute.enabled=true,httpRoute.parentRefs[0].name=public', 'publicUrl: give the address that people reach'],
    [
      'httpRoute.enabled=true,httpRoute.parentRefs[0].name=public,publicUrl=https://a.example',
      'aggregator.tls.plainHttp: set it to true with httpRoute.enabled',
    ],
    ['service.loadBalancerSourceRanges={10.0.0.0/8}', 'service.loadBalancerSourceRanges: nobody heeds them'],
    ['agent.serviceAccount.create=false', 'agent.serviceAccount.name: name the service account'],
    [
      'aggregator.together.autoscaling.enabled=true,aggregator.together.autoscaling.maxReplicas=1',
      'aggregator.together.autoscaling.maxReplicas: 1 is less than minReplicas (2)',
    ],
  ])('%s', async (value, said) => {
    expect(await refusal('--set', value)).toContain(said);
  });
});
